namespace Workflows.Engine.Journal;

/// <summary>
/// A journal is eight bytes of magic, then records: a <see cref="RecordHeader"/> and a JSON object. The records of one
/// batch are written together and flushed once; batch n+1 is written only after batch n was flushed, which is how a
/// reader tells the tail that a loss of power tore from damage to what was acknowledged.
/// </summary>
internal static class JournalFormat
{
    public const int MagicLength = 8;

    /// <summary>The name with the format's version, 1, before the line feed.</summary>
    public static ReadOnlySpan<byte> Magic => "WFJRNL1\n"u8;
}
