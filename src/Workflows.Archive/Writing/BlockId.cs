namespace Workflows.Archive.Writing;

/// <summary>
/// Names of staged blocks: <c>part-attempt-sequence</c>, always 46 characters, since all blocks of a blob must have
/// ids of one length. The attempt keeps apart what two overlapping attempts at one part write.
/// </summary>
internal static class BlockId
{
    public const int MaxNumber = 999_999;

    public static string Of(int part, string attempt, int sequence) => $"{part:D6}-{attempt}-{sequence:D6}";

    /// <summary>The block before the first part.</summary>
    public static string Header(Guid backupUid) => $"header-{backupUid:N}-000000";

    /// <summary>The block after the last part.</summary>
    public static string Trailer(Guid backupUid) => $"footer-{backupUid:N}-000000";

    /// <summary>The part a block belongs to; null for header and trailer.</summary>
    public static int? PartOf(string blockId) => int.TryParse(blockId.AsSpan(0, 6), out var part) ? part : null;
}
