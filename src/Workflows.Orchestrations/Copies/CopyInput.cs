using Workflows.Core.Copies;

namespace Workflows.Orchestrations.Copies;

/// <param name="Spec">What was asked for.</param>
/// <param name="Copy">The identity of the copy, which this run alone has; the backup keeps its own.</param>
public sealed record CopyInput(CopySpec Spec, Guid Copy);

/// <param name="Run">What is copied.</param>
/// <param name="Plan">The plan that was accepted; null where none was.</param>
public sealed record PlannedCopyInput(CopyInput Run, string? Plan);

/// <param name="Run">What is copied.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Lane">Which share of the plan, from 0.</param>
/// <param name="Lanes">How many shares there are.</param>
/// <param name="From">Where it goes on.</param>
public sealed record CopyFilesInput(CopyInput Run, string Plan, int Lane, int Lanes, CopyPosition From);

/// <param name="Run">What is copied.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Volume">Which volume it goes on with, by its place in the plan.</param>
public sealed record CommitCopyInput(CopyInput Run, string Plan, int Volume);
