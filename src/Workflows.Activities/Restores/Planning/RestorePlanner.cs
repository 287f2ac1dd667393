using Workflows.Archive.Reading;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Restores.Waves;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>
/// Decides, from the backup's index alone, what a restore will do with each object: select → leave to controllers →
/// ask whether the cluster serves it → add the namespaces needed → order in waves → cut into chunks.
/// </summary>
internal sealed class RestorePlanner(RestoreSpec spec, ArchiveReader reader, TargetCluster target)
{
    private readonly List<ObjectOutcome> notRestored = [];

    public async Task<RestoreDraft> PlanAsync(CancellationToken cancellationToken)
    {
        var selection = await ArchiveSelection.ReadAsync(spec, reader, target, cancellationToken);
        notRestored.AddRange(selection.LeftOut.Select(pair => Skip(pair.Entry, pair.Reason)));

        var definitions = selection.Selected
            .Where(entry => entry.Key.Resource == KnownResources.CustomResourceDefinitions)
            .Select(entry => entry.Key.Name)
            .ToHashSet(StringComparer.Ordinal);
        var served = selection.Selected.Where(entry => IsServed(entry, definitions)).ToArray();
        var uids = served.Select(entry => entry.Entry.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var items = served.Where(entry => !IsLeftToController(entry, uids)).Select(ToItem).ToList();

        if (selection.OnlyUsedNamespaces)
        {
            RemoveUnusedNamespaces(items);
        }

        if (spec.Claims.Copy is { } copy)
        {
            RestrictTo(copy.From, items);
        }

        items.AddRange(MissingNamespaces(items, selection));
        RefuseCollisions(items);
        var volumes = new RestoredVolumes(spec, reader, items);
        var decided = await volumes.DecideAsync(cancellationToken);
        notRestored.AddRange(decided.LeftOut.Select(pair => Skip(pair.Volume, pair.Reason)));
        var obstacles = await new ClaimProspects(spec, reader, target.Storage, items)
            .FindObstaclesAsync(decided.Reused, cancellationToken);
        LeaveOut(items, obstacles, volumes);
        return new(WaveCutter.Cut(items, WaveOrder.Default, spec.Window), decided.Reused, notRestored)
        {
            Claims = volumes.ClaimsWith(obstacles),
            Problems =
            [
                .. obstacles.Where(obstacle => !volumes.HasData(obstacle.Key)).Select(obstacle => new Problem(
                    ProblemSeverity.Warning,
                    KnownResources.PersistentVolumeClaims.ToString(),
                    TargetNamespace(obstacle.Key.Namespace),
                    $"Claim {obstacle.Key.Name}: {obstacle.Value}")),
            ],
        };
    }

    /// <summary>One claim and nothing else; its namespace is added where it is needed.</summary>
    private static void RestrictTo(ClaimName claim, List<ChunkItem> items)
    {
        items.RemoveAll(item => ClaimOf(item) != claim);
        if (items.Count == 0)
        {
            throw new WorkflowsException(ErrorKind.NotFound, $"The backup holds no claim {claim}.");
        }
    }

    /// <summary>
    /// A claim that can't have its data is not made: its class can't be changed later, and a restore that maps it would
    /// find the claim there. One without data is, as Velero makes it: the class may come later.
    /// </summary>
    private void LeaveOut(
        List<ChunkItem> items, IReadOnlyDictionary<ClaimName, string> obstacles, RestoredVolumes volumes)
    {
        foreach (var item in items.Where(item => ClaimOf(item) is { } claim && obstacles.ContainsKey(claim) && volumes.HasData(claim)).ToArray())
        {
            items.Remove(item);
            var key = item.Key with { Namespace = TargetNamespace(item.Namespace!) };
            notRestored.Add(new(key, RestoreOutcome.Failed, obstacles[ClaimOf(item)!])
            {
                ApiVersion = item.ApiVersion,
                Kind = item.Kind,
            });
        }
    }

    private static ClaimName? ClaimOf(ChunkItem item) =>
        item.Key.Resource == KnownResources.PersistentVolumeClaims ? new(item.Namespace!, item.Name) : null;

    private string TargetNamespace(string ns) => spec.NamespaceMappings.GetValueOrDefault(ns, ns);

    private bool IsLeftToController(IndexedObject entry, HashSet<string> selectedUids)
    {
        if (entry.Entry.Controller is not { } controller
            || !selectedUids.Contains(controller.Uid)
            || !ControllerOwnership.IsLeftToController(entry.Key.Resource, controller))
        {
            return false;
        }

        notRestored.Add(Skip(entry, $"It is left to its controller, {controller.Kind} {controller.Name}."));
        return true;
    }

    private bool IsServed(IndexedObject entry, HashSet<string> definitions)
    {
        if (target.Find(entry.Key.Resource) is not null || definitions.Contains(entry.Key.Resource.ToString()))
        {
            return true;
        }

        notRestored.Add(Outcome(
            entry,
            RestoreOutcome.Failed,
            target.WhyUnknown(entry.Key.Resource.Group) is { } why
                ? $"What the cluster serves of {entry.Key.Resource.Group} could not be found out: {why}"
                : $"The cluster does not serve {entry.Key.Resource} (archived as {entry.Entry.ApiVersion}), and the backup "
                + "does not define it."));
        return false;
    }

    /// <summary>
    /// Two namespaces that come to one name are refused: of two objects with the same name one would be lost, and
    /// each would be taken for the other.
    /// </summary>
    private void RefuseCollisions(IReadOnlyList<ChunkItem> items)
    {
        if (spec.NamespaceMappings.Count == 0)
        {
            return;
        }

        var taken = new Dictionary<ObjectKey, ChunkItem>();
        foreach (var item in items.Where(item => item.Namespace is not null))
        {
            var key = item.Key with { Namespace = TargetNamespace(item.Namespace!) };
            if (!taken.TryAdd(key, item))
            {
                throw new WorkflowsException(
                    ErrorKind.Usage,
                    $"{taken[key].Key} and {item.Key} would both become {key}. Map the namespaces to different names, "
                    + "or leave one of them out.");
            }
        }
    }

    private static void RemoveUnusedNamespaces(List<ChunkItem> items)
    {
        var used = items.Select(item => item.Namespace).OfType<string>().ToHashSet(StringComparer.Ordinal);
        items.RemoveAll(item => item.Key.Resource == KnownResources.Namespaces && !used.Contains(item.Name));
    }

    /// <summary>
    /// The namespaces that objects need, that the cluster lacks and that were not selected themselves: as archived
    /// where the backup holds them, else bare.
    /// </summary>
    private ChunkItem[] MissingNamespaces(List<ChunkItem> items, ArchiveSelection selection)
    {
        var planned = items
            .Where(item => item.Key.Resource == KnownResources.Namespaces)
            .Select(item => TargetNamespace(item.Name))
            .ToHashSet(StringComparer.Ordinal);
        return items
            .Select(item => item.Namespace)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(ns => !target.HasNamespace(TargetNamespace(ns)) && planned.Add(TargetNamespace(ns)))
            .Select(ns => selection.Namespaces.TryGetValue(ns, out var archived)
                ? ToItem(archived)
                : new ChunkItem(KnownResources.Namespaces.ToString(), null, ns, "v1", "Namespace", null))
            .ToArray();
    }

    private ChunkItem ToItem(IndexedObject entry) => new(
        entry.Key.Resource.ToString(),
        entry.Key.Namespace,
        entry.Key.Name,
        target.Find(entry.Key.Resource)?.VersionFor(entry.Entry.ApiVersion) ?? entry.Entry.ApiVersion,
        entry.Entry.Kind,
        entry.Location);

    private static ObjectOutcome Skip(ChunkItem volume, string reason) =>
        new(volume.Key, RestoreOutcome.Skipped, reason) { ApiVersion = volume.ApiVersion, Kind = volume.Kind };

    private ObjectOutcome Skip(IndexedObject entry, string reason) => Outcome(entry, RestoreOutcome.Skipped, reason);

    private ObjectOutcome Outcome(IndexedObject entry, RestoreOutcome outcome, string reason)
    {
        var ns = entry.Key.Namespace is { } archived ? TargetNamespace(archived) : null;
        return new(new(entry.Key.Resource, ns, entry.Key.Name), outcome, reason)
        {
            ApiVersion = entry.Entry.ApiVersion,
            Kind = entry.Entry.Kind,
        };
    }
}
