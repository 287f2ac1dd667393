using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan that the group belongs to.</param>
/// <param name="Group">The group's number, from 0.</param>
/// <param name="Round">The round of capturing, from 0.</param>
/// <param name="Captured">
/// The document that lists what an earlier round captured of the group, at a revision that is gone; null for nothing.
/// </param>
/// <param name="SettleAt">
/// The revision at which to capture what is left, or a later one: the last round's way, after which all parts are
/// captured, whatever moments they show. Null captures at the plan's revision only.
/// </param>
public sealed record CaptureGroupInput(
    BackupSpec Spec, BackupPlan Plan, int Group, int Round, string? Captured, string? SettleAt);
