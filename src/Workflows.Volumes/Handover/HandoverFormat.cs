using System.Security.Cryptography;

namespace Workflows.Volumes.Handover;

/// <summary>
/// The bytes of a hand-over. It tells its own end, since the end of what a command reads does not reach it through
/// every Kubernetes:
/// <code>
/// "WFHO"                          4 bytes
/// version                         2 bytes, the most significant first, as all numbers here
/// length of the header            4 bytes
/// header                          JSON
/// what follows, in frames         each: length (4 bytes, 1 to 262144), bytes
/// end                             4 bytes, zero
/// SHA-256 of header and frames    32 bytes; lengths not included
/// </code>
/// The answer is one line of JSON, whatever the version, and then the connection ends.
/// </summary>
internal static class HandoverFormat
{
    public const ushort Version = 1;
    public const int PreambleBytes = 10;
    public const int LengthBytes = 4;
    public const int MaxFrameBytes = 256 << 10;
    public const int DigestBytes = SHA256.HashSizeInBytes;

    public static ReadOnlySpan<byte> Magic => "WFHO"u8;
}
