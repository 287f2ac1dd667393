using Workflows.Volumes.Manifests;

namespace Workflows.Volumes.Restores;

/// <summary>What a restore did.</summary>
/// <param name="Entries">Entries that are there as they were.</param>
/// <param name="Unchanged">How many of these were there already.</param>
/// <param name="Bytes">Bytes of data that were written.</param>
/// <param name="ProblemCount">How many entries are not as they were, or not there.</param>
/// <param name="Problems">The first of them.</param>
public sealed record VolumeRestoreResult(
    long Entries, long Unchanged, long Bytes, long ProblemCount, IReadOnlyList<VolumeProblem> Problems);
