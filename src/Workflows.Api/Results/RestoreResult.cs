using Workflows.Api.Documents;
using Workflows.Api.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Api.Results;

/// <summary>What the run of a restore came to.</summary>
public static class RestoreResult
{
    /// <param name="spec">What was asked for.</param>
    /// <param name="name">The restore's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<RestoreCreatedDocument> ReadAsync(
        RestoreSpec spec, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        try
        {
            var stored = new StoredRestores(spec.Store, GivenKey.Of(spec.Key));
            var (overview, report) = await stored.RequireAsync(name, cancellationToken);
            return Document(
                StoredRestores.DocumentOf(overview) with { Context = report?.Context },
                report is null ? [] : StoredRestores.ProblemsOf(report),
                await stored.ReadOutcomesAsync(overview, StoredRestores.IsWrong, cancellationToken));
        }
        catch (WorkflowsException unreadable) when (LockedReport.Is(unreadable))
        {
            var (overview, _) = await new StoredRestores(spec.Store).RequireAsync(name, cancellationToken);
            return Document(
                StoredRestores.DocumentOf(overview),
                [LockedReport.Problem($"workflows restore describe {name}", unreadable)],
                []);
        }
    }

    private static RestoreCreatedDocument Document(
        RestoreDocument restore, IReadOnlyList<ProblemDocument> problems, IReadOnlyList<OutcomeDocument> failed) =>
        new(restore, (restore.CompletedAt - restore.StartedAt)?.TotalSeconds ?? 0, problems, failed);
}
