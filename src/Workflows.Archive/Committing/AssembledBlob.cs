using System.Security.Cryptography;
using Workflows.Archive.Writing;

namespace Workflows.Archive.Committing;

/// <summary>A blob to be made of pieces in order.</summary>
internal sealed record AssembledBlob(string Path, IReadOnlyList<AssembledPiece> Pieces)
{
    public long Length => Pieces.Sum(p => p.Length);

    public IReadOnlyList<string> BlockIds => [.. Pieces.SelectMany(p => p.BlockIds)];
}

/// <summary>A run of blocks whose bytes are known by their hash: what a part staged, or what the commit adds itself.</summary>
/// <param name="BlockIds">The blocks, in order.</param>
/// <param name="Length">Their length together, as they are stored.</param>
/// <param name="Sha256">Their SHA-256, lower-case hexadecimal.</param>
/// <param name="Content">The bytes, where the commit itself has to stage them.</param>
internal sealed record AssembledPiece(IReadOnlyList<string> BlockIds, long Length, string Sha256, byte[]? Content)
{
    public static AssembledPiece Own(string blockId, byte[] content) =>
        new([blockId], content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), content);

    public static AssembledPiece Staged(int part, string attempt, int blocks, long length, string sha256) =>
        new([.. Enumerable.Range(0, blocks).Select(i => BlockId.Of(part, attempt, i))], length, sha256, Content: null);
}
