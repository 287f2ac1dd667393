namespace Workflows.Archive.Copying;

/// <summary>A file that a backup needs, with what its bytes must hash to.</summary>
/// <param name="Path">Its path, the same in both stores.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Runs">The runs that it is made of, in order and without a gap.</param>
public sealed record CopyFile(string Path, long Length, IReadOnlyList<CopyRun> Runs)
{
    /// <summary>The container that it is in; null for one of the store's own, under the backup's name.</summary>
    public string? Container { get; init; }

    /// <summary>A file with one hash over all of it.</summary>
    public static CopyFile Whole(string path, long length, string sha256) => new(path, length, [new(length, sha256)]);
}

/// <summary>Stored bytes and their hash.</summary>
/// <param name="Length">How many.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
public sealed record CopyRun(long Length, string Sha256);
