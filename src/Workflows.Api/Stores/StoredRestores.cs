using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Api.Runs;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Api.Stores;

/// <summary>The records of restores in a store, as documents.</summary>
/// <param name="store">The store.</param>
/// <param name="given">The key of restores from encrypted backups, where one was given.</param>
public sealed class StoredRestores(string store, GivenKey? given = null)
{
    private readonly IArchiveStore archive = ArchiveStores.Open(store);
    private readonly RestoreCatalog catalog = new(ArchiveStores.Open(store));

    /// <summary>What a store holds under a restore's name.</summary>
    public enum Trace
    {
        None,

        /// <summary>What a run left that did not come to its end.</summary>
        Remains,

        /// <summary>A record, readable or not.</summary>
        Restore,
    }

    /// <exception cref="WorkflowsException">A restore of this name is recorded.</exception>
    public Task ThrowIfExistsAsync(string name, CancellationToken cancellationToken) =>
        catalog.RequireNewAsync(name, cancellationToken);

    public async Task<IReadOnlyList<RestoreDocument>> ListAsync(CancellationToken cancellationToken)
    {
        var restores = new List<RestoreDocument>();
        await foreach (var entry in catalog.ListAsync(cancellationToken))
        {
            restores.Add(entry.Overview is { } overview
                ? DocumentOf(overview)
                : new RestoreDocument(entry.Name, BackupDocument.Damaged));
        }

        return restores;
    }

    /// <summary>What a list says of one restore; null where none of the name is recorded.</summary>
    public async Task<RestoreDocument?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindOverviewAsync(name, cancellationToken) is { } overview ? DocumentOf(overview) : null;
        }
        catch (WorkflowsException damaged) when (damaged.Kind is ErrorKind.Damaged)
        {
            return new RestoreDocument(name, BackupDocument.Damaged);
        }
    }

    /// <summary>The names of the restores that are recorded, in order.</summary>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) =>
        await catalog.NamesAsync(cancellationToken).ToListAsync(cancellationToken);

    public async Task<Trace> FindForDeletionAsync(string name, CancellationToken cancellationToken)
    {
        // By its file: a restore whose record is damaged must be deletable too.
        if (await archive.FindAsync(ArchiveLayout.RestoreRecord(name), cancellationToken) is not null)
        {
            return Trace.Restore;
        }

        // A comparison stages in the same place. It is none of the user's restores, and may be at work.
        return await RestoreDeletion.AnythingLeftAsync(archive, name, cancellationToken)
            && await FindRunKindAsync() is not RunKind.Compare ? Trace.Remains : Trace.None;

        async Task<RunKind?> FindRunKindAsync() =>
            await FindClaimAsync(name, cancellationToken) is { } run ? RunRequest.KindOf(run) : null;
    }

    /// <summary>The run that restores under a name, and its host; null when none is known.</summary>
    public async Task<string?> FindRunAsync(string name, CancellationToken cancellationToken) =>
        await FindClaimAsync(name, cancellationToken) is { } run && RunRequest.KindOf(run) is RunKind.Restore ? run : null;

    /// <param name="name">The restore.</param>
    /// <param name="host">This machine, for others to read while it is at work.</param>
    /// <param name="cancellationToken">Ends the call; what is left is removed by the next.</param>
    public Task<bool> DeleteAsync(string name, string host, CancellationToken cancellationToken) =>
        RestoreDeletion.DeleteAsync(archive, name, $"delete-{name}@{host}", cancellationToken);

    /// <summary>A restore, and its report as far as it can be read with the key that was given.</summary>
    /// <exception cref="NothingFoundException">No restore of this name is recorded.</exception>
    /// <exception cref="Archive.Encryption.Errors.WrongKeyException">It is encrypted with another key.</exception>
    public async Task<(RestoreOverview Overview, RestoreReport? Report)> RequireAsync(
        string name, CancellationToken cancellationToken)
    {
        var overview = await catalog.FindOverviewAsync(name, cancellationToken)
            ?? throw new NothingFoundException(
                $"There is no restore '{name}' in {store}. 'workflows restore get' lists what there is.");
        return (overview, overview.IsEncrypted && given is null ? null : await WithKey(overview).FindAsync(name, cancellationToken));
    }

    /// <summary>What became of the objects that <paramref name="which"/> picks.</summary>
    public async Task<IReadOnlyList<OutcomeDocument>> ReadOutcomesAsync(
        RestoreOverview restore, Func<ObjectOutcome, bool> which, CancellationToken cancellationToken)
    {
        var outcomes = new List<OutcomeDocument>();
        await foreach (var outcome in WithKey(restore).ReadOutcomesAsync(restore.Name, cancellationToken))
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
        var (overview, report) = await RequireAsync(name, cancellationToken);
        var description = new RestoreDescriptionDocument
        {
            Restore = DocumentOf(overview) with { Context = report?.Context },
            Store = store,
            BackupUid = overview.BackupUid,
        };
        return report is null ? description with { KeyNeeded = await KeyNeededAsync(name, cancellationToken) } : description with
        {
            ServerVersion = report.ServerVersion,
            Selection = SelectionDocument.Of(report.Spec.Selection),
            NamespaceMappings = report.Spec.NamespaceMappings,
            StorageClassMappings = report.Spec.Claims.StorageClasses is { Count: > 0 } classes ? classes : null,
            ClaimSizes = report.Spec.Claims.Sizes is { Count: > 0 } sizes ? sizes : null,
            Claim = report.Spec.Claims.Copy?.From.ToString(),
            Into = report.Spec.Claims.Copy?.Into.ToString(),
            Conflict = report.Spec.Conflict,
            PreserveNodePorts = report.Spec.PreserveNodePorts,
            Volumes = report.Volumes is null ? null : [.. report.Volumes.Select(ArchivedVolumeDocument.Of)],
            Hooks = report.Hooks is null ? null : [.. report.Hooks.Select(HookDocument.Of)],
            Problems = ProblemsOf(report),
            Objects = await ReadOutcomesAsync(overview, outcome => details || outcome.Reason is not null || IsWrong(outcome), cancellationToken),
        };
    }

    /// <summary>What a restore did, a line for each thing, in the order it was done.</summary>
    public async Task<IReadOnlyList<string>> ReadLogsAsync(string name, CancellationToken cancellationToken)
    {
        var (overview, report) = await RequireAsync(name, cancellationToken);
        var end = $"{overview.CompletedAt:O} {overview.Phase}: {overview.Compared} objects compared, {overview.Different} different.";
        if (report is null)
        {
            return
            [
                $"{overview.StartedAt:O} Restore of backup {overview.Backup} began.",
                await KeyNeededAsync(name, cancellationToken),
                end,
            ];
        }

        var outcomes = await ReadOutcomesAsync(overview, _ => true, cancellationToken);
        return
        [
            $"{report.StartedAt:O} Restore of backup {report.Backup} to {report.Context} ({report.ServerVersion}) began.",
            .. outcomes.Select(LogLine),
            .. (report.Hooks ?? []).SelectMany(hook => hook.Lines()),
            .. report.Problems.Select(problem => $"{problem.Severity} {problem.Scope} {problem.Message}"),
            end,
        ];
    }

    public static RestoreDocument DocumentOf(RestoreOverview overview) => new(overview.Name, overview.Phase.ToString())
    {
        Backup = overview.Backup,
        StartedAt = overview.StartedAt,
        CompletedAt = overview.CompletedAt,
        Context = overview.Context,
        Outcomes = OutcomesDocument.Of(overview.Counts),
        Compared = overview.Compared,
        Different = overview.Different,
        Warnings = overview.Warnings,
        Errors = overview.Errors,
        Encrypted = overview.IsEncrypted ? true : null,
    };

    /// <summary>Errors first.</summary>
    public static IReadOnlyList<ProblemDocument> ProblemsOf(RestoreReport report) =>
        [.. report.Problems.OrderByDescending(problem => problem.Severity).Select(ProblemDocument.Of)];

    /// <summary>
    /// A key that was named for this command must be needed. One that lies ready for all commands is for the restores
    /// that need one.
    /// </summary>
    private RestoreCatalog WithKey(RestoreOverview restore) =>
        given is null || (given.IsForAll && !restore.IsEncrypted) ? catalog : new(archive, given.Key);

    private async Task<string> KeyNeededAsync(string name, CancellationToken cancellationToken) =>
        "The cluster, what was asked for, problems, and what became of each object are encrypted with the key "
        + $"{await catalog.FindKeyIdAsync(name, cancellationToken)}: give that key's file with --key-file or WORKFLOWS_KEY_FILE.";

    private async Task<string?> FindClaimAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await RestoreClaims.FindAsync(archive, name, cancellationToken))?.Run;
        }
        catch (StagedDocumentDamagedException)
        {
            // It is to be deleted with the rest.
            return null;
        }
    }

    private static string LogLine(OutcomeDocument item)
    {
        var name = string.Join(
            '/', new[] { item.Resource, item.Namespace, item.Name }.Where(part => part is not null));
        return item.Reason is null ? $"{item.Outcome} {name}" : $"{item.Outcome} {name}: {item.Reason}";
    }
}
