using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Cli.Errors;
using Workflows.Cli.Output.Documents;
using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Cli.Stores;

/// <summary>The records of restores in a store, as documents.</summary>
internal sealed class StoredRestores(string store)
{
    private readonly RestoreCatalog catalog = new(ArchiveStores.Open(store));

    /// <exception cref="Core.Errors.WorkflowsException">A restore of this name is recorded.</exception>
    public Task ThrowIfExistsAsync(string name, CancellationToken cancellationToken) =>
        catalog.RequireNewAsync(name, cancellationToken);

    public async Task<IReadOnlyList<RestoreDocument>> ListAsync(CancellationToken cancellationToken)
    {
        var restores = new List<RestoreDocument>();
        await foreach (var report in catalog.ListAsync(cancellationToken))
        {
            restores.Add(DocumentOf(report));
        }

        return restores;
    }

    public async Task<RestoreDocument?> FindAsync(string name, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, cancellationToken) is { } report ? DocumentOf(report) : null;

    /// <exception cref="NothingFoundException">No restore of this name is recorded.</exception>
    public async Task<RestoreReport> RequireAsync(string name, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, cancellationToken)
        ?? throw new NothingFoundException(
            $"There is no restore '{name}' in {store}. 'workflows restore get' lists what there is.");

    /// <summary>What became of the objects that <paramref name="which"/> picks.</summary>
    public async Task<IReadOnlyList<OutcomeDocument>> ReadOutcomesAsync(
        string name, Func<ObjectOutcome, bool> which, CancellationToken cancellationToken)
    {
        var outcomes = new List<OutcomeDocument>();
        await foreach (var outcome in catalog.ReadOutcomesAsync(name, cancellationToken))
        {
            if (which(outcome))
            {
                outcomes.Add(new(
                    outcome.Key.Resource.ToString(),
                    outcome.Key.Namespace,
                    outcome.Key.Name,
                    outcome.Outcome,
                    ReasonOf(outcome)));
            }
        }

        return outcomes;
    }

    /// <summary>Whether an object should be in the cluster as archived, and is not.</summary>
    public static bool IsWrong(ObjectOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Outcome is RestoreOutcome.Failed || outcome.Differences is not null;
    }

    private static string? ReasonOf(ObjectOutcome outcome) =>
        outcome.Differences is null ? outcome.Reason : $"It is not as archived: {string.Join("; ", outcome.Differences)}";

    public async Task<RestoreDescriptionDocument> DescribeAsync(
        string name, bool details, CancellationToken cancellationToken)
    {
        var report = await RequireAsync(name, cancellationToken);
        return new RestoreDescriptionDocument
        {
            Restore = DocumentOf(report),
            Store = store,
            BackupUid = report.BackupUid,
            ServerVersion = report.ServerVersion,
            Selection = SelectionDocument.Of(report.Spec.Selection),
            NamespaceMappings = report.Spec.NamespaceMappings,
            Conflict = report.Spec.Conflict,
            PreserveNodePorts = report.Spec.PreserveNodePorts,
            Problems = ProblemsOf(report),
            Objects = await ReadOutcomesAsync(name, outcome => details || outcome.Reason is not null || IsWrong(outcome), cancellationToken),
        };
    }

    /// <summary>What a restore did, a line for each thing, in the order it was done.</summary>
    public async Task<IReadOnlyList<string>> ReadLogsAsync(string name, CancellationToken cancellationToken)
    {
        var report = await RequireAsync(name, cancellationToken);
        var outcomes = await ReadOutcomesAsync(name, _ => true, cancellationToken);
        return
        [
            $"{report.StartedAt:O} Restore of backup {report.Backup} to {report.Context} ({report.ServerVersion}) began.",
            .. outcomes.Select(LogLine),
            .. report.Problems.Select(problem => $"{problem.Severity} {problem.Scope} {problem.Message}"),
            $"{report.CompletedAt:O} {report.Phase}: {report.Compared} objects compared, {report.Different} different.",
        ];
    }

    public static RestoreDocument DocumentOf(RestoreReport report) => new(report.Name, report.Phase.ToString())
    {
        Backup = report.Backup,
        StartedAt = report.StartedAt,
        CompletedAt = report.CompletedAt,
        Context = report.Context,
        Outcomes = OutcomesDocument.Of(report.Counts),
        Compared = report.Compared,
        Different = report.Different,
        Warnings = report.Problems.Count(problem => problem.Severity is ProblemSeverity.Warning),
        Errors = report.Problems.Count(problem => problem.Severity is ProblemSeverity.Error),
    };

    /// <summary>Errors first.</summary>
    public static IReadOnlyList<ProblemDocument> ProblemsOf(RestoreReport report) =>
        [.. report.Problems.OrderByDescending(problem => problem.Severity).Select(ProblemDocument.Of)];

    private static string LogLine(OutcomeDocument item)
    {
        var name = string.Join(
            '/', new[] { item.Resource, item.Namespace, item.Name }.Where(part => part is not null));
        return item.Reason is null ? $"{item.Outcome} {name}" : $"{item.Outcome} {name}: {item.Reason}";
    }
}
