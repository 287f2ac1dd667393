using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Core.Backups;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Selection;
using Workflows.Durable;

namespace Workflows.Activities.Restores.Planning;

/// <summary>The objects of a backup that a restore's filters take.</summary>
internal sealed class ArchiveSelection
{
    private readonly RestoreSpec spec;
    private readonly TargetCluster target;
    private readonly ResourceFilter resources;
    private readonly NamespaceFilter namespaces;
    private readonly LabelFilter labels;

    private ArchiveSelection(RestoreSpec spec, TargetCluster target)
    {
        this.spec = spec;
        this.target = target;
        resources = new(spec.Selection);
        namespaces = new(spec.Selection);
        labels = new(spec.Selection);
    }

    public List<IndexedObject> Selected { get; } = [];

    /// <summary>Objects that the filters take and that a restore leaves out whatever is asked.</summary>
    public List<(IndexedObject Entry, string Reason)> LeftOut { get; } = [];

    /// <summary>Every namespace object of the backup, selected or not.</summary>
    public Dictionary<string, IndexedObject> Namespaces { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a namespace is only wanted for what is restored into it: a backup or restore by labels takes
    /// namespaces along, since objects need them, and must not litter the cluster with empty ones.
    /// </summary>
    public bool OnlyUsedNamespaces { get; private set; }

    public static async Task<ArchiveSelection> ReadAsync(
        RestoreSpec spec, ArchiveReader reader, TargetCluster target, CancellationToken cancellationToken)
    {
        var selection = new ArchiveSelection(spec, target)
        {
            OnlyUsedNamespaces = !new LabelFilter(spec.Selection).IsAll
                || !new LabelFilter(RecordedSelection(reader)).IsAll,
        };
        var candidates = new List<IndexedObject>();
        await foreach (var entry in reader.ReadIndexAsync(cancellationToken))
        {
            selection.Consider(entry, candidates);
        }

        var related = await RelatedEntries.FindAsync(reader, candidates, selection.Selected, cancellationToken);
        selection.Selected.AddRange(related);
        return selection;
    }

    /// <exception cref="ArchiveDamagedException">The manifest holds something else in its place.</exception>
    private static ObjectSelection RecordedSelection(ArchiveReader reader)
    {
        try
        {
            return DurableJson.Read<RecordedRequest?>(reader.Manifest.Selection)?.Selection ?? new();
        }
        catch (JsonException malformed)
        {
            throw new ArchiveDamagedException(
                reader.Manifest.Name, ArchiveLayout.Manifest(reader.Manifest.Name), "its selection is none", malformed);
        }
    }

    private void Consider(IndexedObject entry, List<IndexedObject> candidates)
    {
        var isNamespace = entry.Key.Resource == KnownResources.Namespaces;
        if (isNamespace)
        {
            Namespaces[entry.Key.Name] = entry;
        }

        var ns = isNamespace ? entry.Key.Name : entry.Key.Namespace;
        if (ns is not null && !namespaces.Matches(ns))
        {
            return;
        }

        var resource = target.Find(entry.Key.Resource)
            ?? ApiResource.OfObject(entry.Key, entry.Entry.ApiVersion, entry.Entry.Kind);
        if (!resources.Matches(resource))
        {
            if (entry.Key.Namespace is null && resources.MatchesWhenRelated(resource))
            {
                candidates.Add(entry);
            }

            return;
        }

        if (!isNamespace && !labels.Matches(entry.Entry.Labels))
        {
            return;
        }

        if (ReasonAgainst(entry, ns) is { } reason)
        {
            LeftOut.Add((entry, reason));
            return;
        }

        Selected.Add(entry);
    }

    private string? ReasonAgainst(IndexedObject entry, string? ns)
    {
        if (BuiltInExclusions.ForRestore(entry.Key.Resource) is { } exclusion)
        {
            return exclusion.Reason;
        }

        return ns is not null && BuiltInExclusions.IsLeftOutOfRestore(ns, spec.Selection)
            ? $"Namespace {ns} belongs to the cluster; include it by name to restore into it."
            : null;
    }
}
