using System.Runtime.Versioning;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>An entry that a walk came by.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Status">What the file system says of it.</param>
/// <param name="Directory">The directory that it is in, to be released; of the root, itself.</param>
/// <param name="Name">Its name there; null for the root.</param>
[SupportedOSPlatform("linux")]
internal sealed record WalkedEntry(TreePath Path, EntryStatus Status, SharedDirectory Directory, EntryName? Name);
