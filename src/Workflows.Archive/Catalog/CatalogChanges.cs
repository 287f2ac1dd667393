using Workflows.Archive.Catalog.Errors;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>Changes of the catalog that keep its promises: nothing refers to what is not there, and what is locked stays.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="backups">What there is of the plans' backups.</param>
public sealed class CatalogChanges(IResourceCatalog catalog, IPlanBackups backups)
{
    /// <summary>Finds out what applying resources would do, in the order in which it is done. Nothing is written.</summary>
    /// <exception cref="PlanException">Something of it can't be applied; every problem is told with its line.</exception>
    public async Task<IReadOnlyList<ResourceChange>> PlanAsync(
        IReadOnlyList<DeclaredResource> declared, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(declared);
        var problems = new List<PlanProblem>();
        var changes = new List<ResourceChange>();
        foreach (var resource in declared)
        {
            // A file that can't be read is not replaced: what it held may have been locked. It can be deleted by name.
            var before = await catalog.FindAsync(resource.Kind, resource.Resource.Name, cancellationToken);
            var change = new ResourceChange(resource, before);
            changes.Add(change);
            if (before is not null && change.Action is ResourceAction.Configured)
                problems.AddRange(PlanChanges.ProblemsOf(before.Resource, resource.Resource).Select(p => resource.Problem(p.Field, p.Text)));
            problems.AddRange(ProblemsOfStore(resource));
            problems.AddRange(await DanglingAsync(resource, declared, cancellationToken));
        }

        // What others refer to goes first: a call that is cut off leaves nothing that dangles.
        return problems.Count == 0
            ? [.. changes.OrderBy(change => ResourceKind.All.ToList().IndexOf(change.Declared.Kind))]
            : throw new PlanException(declared[0].Source, problems);
    }

    /// <summary>Does what was planned, unless something changed since then.</summary>
    /// <param name="changes">What <see cref="PlanAsync"/> found.</param>
    /// <param name="onWritten">Called after each.</param>
    /// <param name="cancellationToken">Ends the call; what is left undone is done by applying again.</param>
    /// <exception cref="ResourceConflictException">Somebody else changed one since; those before it are written.</exception>
    public async Task ApplyAsync(
        IReadOnlyList<ResourceChange> changes, Action<ResourceChange>? onWritten = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var change in changes)
        {
            if (change.Before is null)
                await catalog.CreateAsync(change.Declared, cancellationToken);
            else if (change.Action is ResourceAction.Configured)
                await catalog.ReplaceAsync(change.Before, change.Declared, cancellationToken);
            onWritten?.Invoke(change);
        }
    }

    /// <summary>Deletes a resource that nothing needs any more.</summary>
    /// <exception cref="ResourceInUseException">Others refer to it, or it is a locked plan that has backups.</exception>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (await UsersAsync(kind, name, cancellationToken) is { Count: > 0 } users)
            throw new ResourceInUseException(kind, name, $"{string.Join(", ", users)} {(users.Count == 1 ? "refers" : "refer")} to it. Delete that first.");

        if (kind == ResourceKind.BackupPlan && await IsLockedAsync(name, cancellationToken)
            && await backups.CountAsync(name, cancellationToken) is > 0 and var count)
        {
            throw new ResourceInUseException(
                kind, name, $"its retention is locked, and there are {count} backups that it keeps. It can go when they are gone; until then, it can be deactivated.");
        }

        return await catalog.RemoveAsync(kind, name, cancellationToken);
    }

    /// <summary>What refers to a resource: <c>backupplan/nightly</c>.</summary>
    /// <exception cref="WorkflowsException">A file that may refer to it can't be read.</exception>
    public async Task<IReadOnlyList<string>> UsersAsync(
        ResourceKind kind, string name, CancellationToken cancellationToken = default)
    {
        var users = new List<string>();
        foreach (var other in ResourceKind.All.SkipWhile(other => other != kind).Skip(1))
        {
            await foreach (var listed in catalog.ListAsync(other, cancellationToken))
            {
                var resource = listed.Resource ?? throw listed.Problem!;
                if (PlanReferences.Of(resource.Resource).Any(reference => reference.Kind == kind && reference.Name == name))
                    users.Add(resource.Title);
            }
        }

        return users;
    }

    private async Task<IEnumerable<PlanProblem>> DanglingAsync(
        DeclaredResource resource, IReadOnlyList<DeclaredResource> beside, CancellationToken cancellationToken)
    {
        var problems = new List<PlanProblem>();
        foreach (var reference in PlanReferences.Of(resource.Resource))
        {
            var isThere = beside.Any(other => other.Kind == reference.Kind && other.Resource.Name == reference.Name)
                || await catalog.FindAsync(reference.Kind, reference.Name, cancellationToken) is not null;
            if (!isThere)
            {
                problems.Add(resource.Problem(
                    reference.Field, $"There is no {reference.Kind} \"{reference.Name}\", neither in the store nor in what is applied."));
            }
        }

        return problems;
    }

    private static IEnumerable<PlanProblem> ProblemsOfStore(DeclaredResource resource)
    {
        if (resource.Resource is not BackupPlanResource { Store: { } address })
            return [];

        try
        {
            _ = PlanStore.Canonical(address);
            return [];
        }
        catch (StoreAddressException wrong)
        {
            return [resource.Problem("spec.store", wrong.Message)];
        }
    }

    private async Task<bool> IsLockedAsync(string plan, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindAsync(ResourceKind.BackupPlan, plan, cancellationToken)
                is { Resource: BackupPlanResource { Retention.Locked: true } };
        }
        catch (ResourceUnreadableException)
        {
            // What can't be read may have been locked.
            return true;
        }
    }
}
