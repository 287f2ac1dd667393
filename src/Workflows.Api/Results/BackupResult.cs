using Workflows.Api.Documents;
using Workflows.Api.Stores;
using Workflows.Core.Backups;
using Workflows.Core.Errors;

namespace Workflows.Api.Results;

/// <summary>What the run of a backup came to.</summary>
public static class BackupResult
{
    /// <param name="spec">What was asked for.</param>
    /// <param name="summary">What the run ended with.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<BackupCreatedDocument> ReadAsync(
        BackupSpec spec, BackupSummary summary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(summary);
        var backup = await new StoredBackups(spec.Store).RequireOverviewAsync(summary.Name, cancellationToken);
        return new BackupCreatedDocument(
            backup,
            spec.Store,
            (backup.CompletedAt - backup.CreatedAt)?.TotalSeconds ?? 0,
            summary.PlainBytes,
            summary.Parts,
            summary.Revisions,
            await ProblemsAsync(spec, summary, cancellationToken));
    }

    /// <summary>What went wrong is told by the archive alone, and there is not always a key to it any more.</summary>
    private static async Task<IReadOnlyList<ProblemDocument>> ProblemsAsync(
        BackupSpec spec, BackupSummary summary, CancellationToken cancellationToken)
    {
        if (summary.Warnings + summary.Errors == 0)
        {
            return [];
        }

        try
        {
            var stored = new StoredBackups(spec.Store, GivenKey.Of(spec.Key));
            return (await stored.RequireAsync(summary.Name, cancellationToken)).Problems;
        }
        catch (WorkflowsException unreadable) when (LockedReport.Is(unreadable))
        {
            return [LockedReport.Problem($"workflows backup describe {summary.Name}", unreadable)];
        }
    }
}
