using Workflows.Archive.Manifests;

namespace Workflows.Archive.Verifying;

/// <summary>How much of a backup is looked at.</summary>
public enum VerifyDepth
{
    /// <summary>Every stored byte is hashed. What a restore does before it touches a cluster.</summary>
    Checksums,

    /// <summary>The archive is unpacked as well and compared with its index, entry by entry.</summary>
    Full,
}

/// <summary>What verifying a backup found.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Manifest">Its manifest; null when that is damaged, or encrypted and no key was given.</param>
/// <param name="Problems">Everything that is wrong; empty means that the backup is intact.</param>
/// <param name="Objects">How many objects were compared.</param>
/// <param name="Bytes">How many bytes of the archive were read.</param>
public sealed record VerifyReport(
    string Backup, ArchiveManifest? Manifest, IReadOnlyList<VerifyProblem> Problems, long Objects, long Bytes)
{
    /// <summary>Whether nothing wrong was found in what was checked.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>What could not be checked, and why, in a sentence or two; null when everything was.</summary>
    public string? NotChecked { get; init; }
}

/// <summary>Something that is wrong with a backup.</summary>
/// <param name="Where">Which file, and where in it.</param>
/// <param name="What">What is wrong there.</param>
public sealed record VerifyProblem(string Where, string What);

/// <summary>How far a verification is.</summary>
/// <param name="Bytes">Bytes of the archive read.</param>
/// <param name="TotalBytes">The archive's length.</param>
/// <param name="Objects">Objects compared.</param>
public sealed record VerifyProgress(long Bytes, long TotalBytes, long Objects);
