using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>Which of the objects that the server lists belong to the backup.</summary>
internal sealed class CaptureFilter(ObjectSelection selection, CaptureScope scope)
{
    private readonly LabelFilter labels = new(selection);

    /// <summary>
    /// What the server filters by. Several selectors of which one must match would be several lists, and an object
    /// in two of them would come twice: then everything is listed and filtered here.
    /// </summary>
    public string? ServerSelector(CaptureSlice slice) =>
        IsSelectedByLabels(slice) && labels.ServerSelectors.Count == 1 ? labels.ServerSelectors[0] : null;

    public bool Includes(CaptureSlice slice, in ObjectHead head) =>
        scope.Includes(slice, head.Namespace, head.Name)
        && BuiltInExclusions.ReasonAgainstBackup(new(slice.Plural, slice.Group), head.Labels) is null
        && (!IsSelectedByLabels(slice) || labels.Matches(head.Labels));

    /// <summary>Namespaces, and objects captured because others need them, are taken whatever their labels.</summary>
    private static bool IsSelectedByLabels(CaptureSlice slice) =>
        !slice.NamedOnly && slice is not { Plural: "namespaces", Group: "" };
}
