namespace Workflows.Volumes.Manifests;

/// <summary>What a record says only with the key.</summary>
/// <param name="Head">The SHA-256 of the file's bytes before this, so that nobody changes what stands in the clear.</param>
/// <param name="Source">See <see cref="VolumeRecord.Source"/>.</param>
/// <param name="Problems">See <see cref="VolumeRecord.Problems"/>.</param>
/// <param name="Notes">See <see cref="VolumeRecord.Notes"/>.</param>
internal sealed record SealedRecord(
    string Head, string Source, IReadOnlyList<VolumeProblem> Problems, IReadOnlyList<string> Notes);

/// <summary>What a record says only with the key, as it is stored.</summary>
/// <param name="Head">The SHA-256 of the file's bytes before it.</param>
/// <param name="Sealed">The sealed bytes.</param>
internal sealed record SealedRecordPart(string Head, byte[] Sealed);
