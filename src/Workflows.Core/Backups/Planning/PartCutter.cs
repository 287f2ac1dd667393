namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Cuts what a backup captures into parts of about the same work. How a kind is listed is chosen by what is there: a
/// kind with few objects, or with few to a namespace, by one paged list of the cluster; one with many by a list per
/// namespace, so that they are read side by side. 2,500 namespaces must not mean 150,000 empty lists.
/// </summary>
/// <param name="pageSize">Objects in a page of a list.</param>
public sealed class PartCutter(int pageSize)
{
    /// <summary>
    /// How many objects a part should hold: a fraction of a second to a few of work, so that little is read again after a kill, and
    /// enough that the cost of a part (an activity, a block, a flush) does not show.
    /// </summary>
    public const int TargetObjects = 1_000;

    /// <summary>How many lists a part may be made of: bounds its entry in the history.</summary>
    public const int MaxSlices = 100;

    /// <summary>Cuts the kinds, which keep their order, into parts.</summary>
    /// <param name="kinds">What to capture; kinds with no objects give no part.</param>
    /// <param name="selectedNamespaces">The namespaces selected.</param>
    /// <param name="allNamespaces">How many namespaces there are.</param>
    public IReadOnlyList<CapturePart> Cut(
        IEnumerable<SurveyedKind> kinds, IReadOnlyList<string> selectedNamespaces, int allNamespaces)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(selectedNamespaces);
        return Pack(kinds.SelectMany(kind => Slice(kind, selectedNamespaces, allNamespaces)), 0);
    }

    /// <summary>
    /// The parts for what a plan made at an earlier revision does not cover: kinds that came to have objects since, and
    /// namespaces that came to be selected. How the earlier plan lists a kind stays as it is, so that its parts can be
    /// kept.
    /// </summary>
    /// <param name="planned">The earlier plan's parts.</param>
    /// <param name="kinds">What there is to capture now.</param>
    /// <param name="selectedNamespaces">The namespaces selected now.</param>
    /// <param name="allNamespaces">How many namespaces there are now.</param>
    public IReadOnlyList<CapturePart> CutAdded(
        IReadOnlyList<CapturePart> planned,
        IEnumerable<SurveyedKind> kinds,
        IReadOnlyList<string> selectedNamespaces,
        int allNamespaces)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(selectedNamespaces);
        var listed = planned.SelectMany(part => part.Slices).ToLookup(slice => slice with { Namespace = null });
        return Pack(kinds.SelectMany(AddedOf), planned.Count);

        IEnumerable<(CaptureSlice Slice, long Estimate)> AddedOf(SurveyedKind kind)
        {
            var slices = listed[ListOf(kind, null)].ToArray();
            if (slices.Length == 0)
            {
                return Slice(kind, selectedNamespaces, allNamespaces);
            }

            var isWhole = slices.Any(slice => slice.Namespace is null);
            var covered = slices.Select(slice => slice.Namespace).ToHashSet(StringComparer.Ordinal);
            return isWhole
                ? []
                : ByNamespace(kind, selectedNamespaces.Where(ns => !covered.Contains(ns)), allNamespaces);
        }
    }

    /// <summary>The list of a kind in a namespace; null lists the cluster.</summary>
    internal static CaptureSlice ListOf(SurveyedKind kind, string? ns) =>
        CaptureSlice.Of(kind.Resource, ns) with { NamedOnly = kind.NamedOnly, OwnRevision = kind.OwnRevision };

    private static List<CapturePart> Pack(IEnumerable<(CaptureSlice Slice, long Estimate)> lists, int firstNumber)
    {
        var parts = new List<CapturePart>();
        var slices = new List<CaptureSlice>();
        var objects = 0L;
        foreach (var (slice, estimate) in lists)
        {
            // What has a revision of its own is in parts of its own: its troubles are not the others'.
            var isFull = objects + estimate > TargetObjects || slices.Count == MaxSlices;
            if (slices.Count > 0 && (isFull || slices[^1].OwnRevision != slice.OwnRevision))
            {
                Close();
            }

            slices.Add(slice);
            objects += estimate;
        }

        if (slices.Count > 0)
        {
            Close();
        }

        return parts;

        void Close()
        {
            parts.Add(new(firstNumber + parts.Count, slices, objects));
            slices = [];
            objects = 0;
        }
    }

    private IEnumerable<(CaptureSlice Slice, long Estimate)> Slice(
        SurveyedKind kind, IReadOnlyList<string> selectedNamespaces, int allNamespaces)
    {
        if (kind.Count == 0 && !kind.NamespacesOnly)
        {
            return [];
        }

        if (!kind.Resource.Namespaced || !ListsByNamespace(kind, selectedNamespaces.Count, allNamespaces))
        {
            return [(ListOf(kind, null), kind.Count)];
        }

        return ByNamespace(kind, selectedNamespaces, allNamespaces);
    }

    private static IEnumerable<(CaptureSlice Slice, long Estimate)> ByNamespace(
        SurveyedKind kind, IEnumerable<string> namespaces, int allNamespaces)
    {
        var each = Math.Max(1, kind.Count / Math.Max(1, allNamespaces));
        return namespaces.Select(ns => (ListOf(kind, ns), each));
    }

    private bool ListsByNamespace(SurveyedKind kind, int selected, int all)
    {
        if (kind.NamespacesOnly)
        {
            return true;
        }

        var pages = (kind.Count + pageSize - 1) / pageSize;
        var fewSelected = selected < all && selected <= pages;
        var manyEach = kind.Count > TargetObjects && kind.Count / Math.Max(1, all) >= pageSize / 10;
        return fewSelected || manyEach;
    }
}
