namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Plans a backup anew at a later revision, with the parts of the earlier plan in their places: what was captured of
/// a part may then be kept, if nothing of it has changed.
/// </summary>
/// <param name="cutter">Cuts what the earlier plan does not cover.</param>
public sealed class PlanRenewal(PartCutter cutter)
{
    /// <param name="planned">The earlier plan's groups.</param>
    /// <param name="kinds">What there is to capture now.</param>
    /// <param name="selectedNamespaces">The namespaces selected now.</param>
    /// <param name="allNamespaces">How many namespaces there are now.</param>
    /// <returns>
    /// The groups with the numbers they had, without lists of kinds that are gone, and new groups behind them.
    /// </returns>
    public IReadOnlyList<IReadOnlyList<CapturePart>> Renew(
        IReadOnlyList<IReadOnlyList<CapturePart>> planned,
        IReadOnlyList<SurveyedKind> kinds,
        IReadOnlyList<string> selectedNamespaces,
        int allNamespaces)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(kinds);
        var served = kinds.Select(kind => PartCutter.ListOf(kind, null)).ToHashSet();
        var kept = planned
            .Select(group => group.Select(part => part with { Slices = [.. part.Slices.Where(IsServed)] }).ToArray())
            .ToArray();
        var added = cutter.CutAdded(
            [.. kept.SelectMany(group => group)], kinds, selectedNamespaces, allNamespaces);
        return [.. kept, .. PartGroups.Of(added)];

        bool IsServed(CaptureSlice slice) => served.Contains(slice with { Namespace = null });
    }
}
