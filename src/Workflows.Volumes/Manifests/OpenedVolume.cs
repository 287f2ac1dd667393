using Workflows.Archive.Encryption.Volumes;

namespace Workflows.Volumes.Manifests;

/// <summary>A backup of a volume, and what it is read with.</summary>
/// <param name="Record">The record, whole.</param>
/// <param name="Keys">The keys of its files; null for a backup in the clear.</param>
public sealed record OpenedVolume(VolumeRecord Record, AttemptKeys? Keys);
