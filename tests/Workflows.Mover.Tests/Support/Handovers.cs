using Workflows.Archive.Stores.Containers;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests.Support;

/// <summary>Hand-overs to begin with.</summary>
internal static class Handovers
{
    public const string Token = "sv=2024-11-04&sig=NobodyMayEverReadThis%3D";

    public const string Attempt = "0123456789abcdef0123456789abcdef";

    public static HandoverHeader Backup { get; } = new()
    {
        Kind = HandoverKind.Backup,
        Name = "nightly",
        Volume = "shop-data",
        Attempt = Attempt,
        Grant = new()
        {
            Access = StoreAccess.CreateOnly,
            Location = new("https://account.blob.core.windows.net/backups-shop-data"),
            Token = Token,
            ExpiresAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        },
        Keys = new Dictionary<string, byte[]> { [Attempt] = Key },
    };

    public static byte[] Key => [.. Enumerable.Range(100, 32).Select(number => (byte)number)];

    /// <summary>The bytes of a hand-over.</summary>
    public static async Task<byte[]> WriteAsync(HandoverHeader header, byte[]? content = null)
    {
        using var written = new MemoryStream();
        await HandoverWriter.WriteAsync(
            written, header, content is null ? null : async (stream, ct) => await stream.WriteAsync(content, ct));
        return written.ToArray();
    }
}
