using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>What the record of a restore tells without a key.</summary>
public sealed record RestoreOverview
{
    public required string Name { get; init; }

    public required string Backup { get; init; }

    public required Guid BackupUid { get; init; }

    public required RestorePhase Phase { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    public required OutcomeCounts Counts { get; init; }

    public required int Compared { get; init; }

    public required int Different { get; init; }

    public required int Warnings { get; init; }

    public required int Errors { get; init; }

    /// <summary>The context restored to; null where it takes a key to read it.</summary>
    public string? Context { get; init; }

    /// <summary>Whether it takes a key to read the rest.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>What a report tells, to those without its key if it is encrypted.</summary>
    public static RestoreOverview Of(RestoreReport report, bool isEncrypted)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new()
        {
            Name = report.Name,
            Backup = report.Backup,
            BackupUid = report.BackupUid,
            Phase = report.Phase,
            StartedAt = report.StartedAt,
            CompletedAt = report.CompletedAt,
            Counts = report.Counts,
            Compared = report.Compared,
            Different = report.Different,
            Warnings = report.Problems.Count(problem => problem.Severity is ProblemSeverity.Warning),
            Errors = report.Problems.Count(problem => problem.Severity is ProblemSeverity.Error),
            Context = isEncrypted ? null : report.Context,
            IsEncrypted = isEncrypted,
        };
    }
}
