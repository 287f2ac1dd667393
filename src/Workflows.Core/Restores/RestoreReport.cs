using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>A restore's record in the catalogue. The outcome of each object lies in a file beside it.</summary>
public sealed record RestoreReport
{
    public required string Name { get; init; }

    public required string Backup { get; init; }

    public required Guid BackupUid { get; init; }

    public required RestorePhase Phase { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The context restored to, and its <c>gitVersion</c>.</summary>
    public required string Context { get; init; }

    public required string ServerVersion { get; init; }

    public required RestoreSpec Spec { get; init; }

    public required OutcomeCounts Counts { get; init; }

    public required int Compared { get; init; }

    public required int Different { get; init; }

    /// <summary>What became of the data of claims; null where none was to be restored.</summary>
    public IReadOnlyList<ClaimOutcome>? Volumes { get; init; }

    /// <summary>What became of the hooks; null where there were none.</summary>
    public IReadOnlyList<HookOutcome>? Hooks { get; init; }

    public required IReadOnlyList<Problem> Problems { get; init; }
}
