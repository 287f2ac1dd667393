using Workflows.Archive.Backups;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Restores.Waves;
using Workflows.Core.Selection;

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

        var selectedUids = selection.Selected
            .Where(entry => entry.Uid.Length > 0)
            .Select(entry => entry.Uid)
            .ToHashSet(StringComparer.Ordinal);
        var definitions = selection.Selected
            .Where(entry => entry.Resource == KnownResources.Definitions)
            .Select(entry => entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        var items = selection.Selected
            .Where(entry => !IsLeftToController(entry, selectedUids) && IsServed(entry, definitions))
            .Select(ToItem)
            .ToList();

        if (selection.OnlyUsedNamespaces)
        {
            RemoveUnusedNamespaces(items);
        }

        items.AddRange(MissingNamespaces(items, selection));
        return new(WaveCutter.Cut(items, WaveOrder.Default, spec.Window), notRestored);
    }

    private string TargetNamespace(string ns) => spec.NamespaceMappings.GetValueOrDefault(ns, ns);

    private bool IsLeftToController(IndexEntry entry, HashSet<string> selectedUids)
    {
        if (entry.Controller is not { } controller
            || !selectedUids.Contains(controller.Uid)
            || !ControllerOwnership.IsLeftToController(entry.Resource, controller))
        {
            return false;
        }

        notRestored.Add(Skip(entry, $"It is left to its controller, {controller.Kind} {controller.Name}."));
        return true;
    }

    private bool IsServed(IndexEntry entry, HashSet<string> definitions)
    {
        if (target.Find(entry.Resource) is not null || definitions.Contains(entry.Resource.ToString()))
        {
            return true;
        }

        notRestored.Add(Outcome(
            entry,
            RestoreOutcome.Failed,
            $"The cluster does not serve {entry.Resource} (archived as {entry.ApiVersion}), and the backup does not "
            + "define it."));
        return false;
    }

    private void RemoveUnusedNamespaces(List<ChunkItem> items)
    {
        var used = items.Select(item => item.Namespace).OfType<string>().ToHashSet(StringComparer.Ordinal);
        items.RemoveAll(item => item.Key.Resource == KnownResources.Namespaces && !used.Contains(item.Name));
    }

    /// <summary>
    /// The namespaces that objects need, that the cluster lacks and that were not selected themselves: as archived
    /// where the backup holds them, else bare.
    /// </summary>
    private IEnumerable<ChunkItem> MissingNamespaces(List<ChunkItem> items, ArchiveSelection selection)
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

    private ChunkItem ToItem(IndexEntry entry) => new(
        entry.Resource.ToString(),
        entry.Namespace,
        entry.Name,
        target.Find(entry.Resource)?.VersionFor(entry.ApiVersion) ?? entry.ApiVersion,
        entry.Kind,
        entry.Location);

    private ObjectOutcome Skip(IndexEntry entry, string reason) => Outcome(entry, RestoreOutcome.Skipped, reason);

    private ObjectOutcome Outcome(IndexEntry entry, RestoreOutcome outcome, string reason)
    {
        var ns = entry.Namespace is null ? null : TargetNamespace(entry.Namespace);
        return new(new(entry.Resource, ns, entry.Name), outcome, reason)
        {
            ApiVersion = entry.ApiVersion,
            Kind = entry.Kind,
        };
    }
}
