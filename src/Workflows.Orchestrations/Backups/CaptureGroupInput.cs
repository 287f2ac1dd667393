using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">The plan that the group belongs to.</param>
/// <param name="Group">The group's number, from 0.</param>
public sealed record CaptureGroupInput(BackupSpec Spec, BackupPlan Plan, int Group);
