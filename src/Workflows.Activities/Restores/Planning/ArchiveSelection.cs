using Workflows.Archive.Backups;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Selection;

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

    public List<IndexEntry> Selected { get; } = [];

    /// <summary>Objects that the filters take and that a restore leaves out whatever is asked.</summary>
    public List<(IndexEntry Entry, string Reason)> LeftOut { get; } = [];

    /// <summary>Every namespace object of the backup, selected or not.</summary>
    public Dictionary<string, IndexEntry> Namespaces { get; } = new(StringComparer.Ordinal);

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
                || !new LabelFilter(reader.Manifest.Selection).IsAll,
        };
        var candidates = new List<IndexEntry>();
        await foreach (var entry in reader.ReadIndexAsync(cancellationToken))
        {
            selection.Consider(entry, candidates);
        }

        var related = await RelatedEntries.FindAsync(reader, candidates, selection.Selected, cancellationToken);
        selection.Selected.AddRange(related);
        return selection;
    }

    private void Consider(IndexEntry entry, List<IndexEntry> candidates)
    {
        var isNamespace = entry.Resource == KnownResources.Namespaces;
        if (isNamespace)
        {
            Namespaces[entry.Name] = entry;
        }

        var ns = isNamespace ? entry.Name : entry.Namespace;
        if (ns is not null && !namespaces.Matches(ns))
        {
            return;
        }

        var resource = target.Find(entry.Resource) ?? AsArchived(entry);
        if (!resources.Matches(resource))
        {
            if (entry.Namespace is null && resources.MatchesWhenRelated(resource))
            {
                candidates.Add(entry);
            }

            return;
        }

        if (!isNamespace && !labels.Matches(entry.Labels))
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

    private string? ReasonAgainst(IndexEntry entry, string? ns)
    {
        if (BuiltInExclusions.ForRestore(entry.Resource) is { } exclusion)
        {
            return exclusion.Reason;
        }

        return ns is not null && BuiltInExclusions.IsLeftOutOfRestore(ns, spec.Selection)
            ? $"Namespace {ns} belongs to the cluster; include it by name to restore into it."
            : null;
    }

    /// <summary>A kind that the cluster does not serve (yet), as far as its objects tell.</summary>
    private static ApiResource AsArchived(IndexEntry entry)
    {
        var slash = entry.ApiVersion.LastIndexOf('/');
        return new(
            entry.Resource.Group,
            entry.ApiVersion[(slash + 1)..],
            entry.Resource.Plural,
            entry.Kind,
            entry.Namespace is not null,
            []);
    }
}
