using Workflows.Core.Copies;

namespace Workflows.Orchestrations.Copies;

/// <summary>What is to be copied; which files is in the target, below the plan's name.</summary>
/// <param name="Name">The plan's name.</param>
/// <param name="Groups">How many groups of files there are.</param>
/// <param name="Missing">What is to be copied.</param>
/// <param name="There">What the target has of the volumes' data.</param>
/// <param name="Volumes">How many claims' data.</param>
public sealed record CopyPlan(string Name, int Groups, CopyCounts Missing, CopyCounts There, int Volumes);

/// <summary>What a reservation found.</summary>
/// <param name="BackupUid">The backup's identity.</param>
/// <param name="IsThere">Whether the very backup is in the target.</param>
/// <param name="Snapshots">How many snapshots it names.</param>
public sealed record ReservedCopy(Guid BackupUid, bool IsThere, int Snapshots);

/// <summary>A place in a share of a plan.</summary>
/// <param name="Group">The group, by its place in the share.</param>
/// <param name="File">The file in the group.</param>
/// <param name="Span">The part of the file, of one that is copied in parts.</param>
public sealed record CopyPosition(int Group, int File, int Span);

/// <summary>What a call has copied.</summary>
/// <param name="Next">Where the next call goes on; null when the share is done.</param>
/// <param name="Copied">What was written.</param>
/// <param name="Found">What was there by then: brought by an earlier attempt, or by somebody else meanwhile.</param>
/// <param name="DirectBytes">How many bytes went from store to store, and not through this process.</param>
public sealed record CopiedFiles(CopyPosition? Next, CopyCounts Copied, CopyCounts Found, long DirectBytes);
