using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>How volume policies are written: in the form of Velero's resource policies.</summary>
internal static class VolumePolicyFields
{
    private const string Field = "volumePolicies";

    private static readonly Dictionary<string, VolumeAction?> Actions = new(StringComparer.Ordinal)
    {
        ["fs-backup"] = VolumeAction.Filesystem,
        ["filesystem"] = VolumeAction.Filesystem,
        ["snapshot"] = VolumeAction.Snapshot,
        ["snapshot+move"] = VolumeAction.SnapshotAndMove,
        ["skip"] = null,
    };

    /// <summary>The list of a plan, a request or a file; null where there is none.</summary>
    public static VolumePolicies? Find(FieldReader fields)
    {
        var entries = fields.Sections(
            Field, "What is done with the data of which claims: the first that holds counts. Default: the same with all.", Policy);
        fields.Report(Field, fields.Has(Field) && entries.Count == 0 ? ["At least one policy is expected here."] : []);
        return fields.Has(Field) ? new([.. entries.Select((entry, index) => entry with { Number = index + 1 })]) : null;
    }

    /// <summary>The label by which claims are in groups; Velero's where none is said, empty for no groups.</summary>
    public static string GroupLabel(FieldReader fields)
    {
        const string Name = "volumeGroupSnapshotLabelKey";
        var label = fields.Text(
            Name, "The label of claims whose value names the group that they are one of: those of a group are in one snapshot where the "
            + $"driver can. Empty: no groups. Default: {ClaimGroup.VeleroLabel}, Velero's.");
        fields.Report(Name, label is { Length: > 0 } && LabelSyntax.ProblemOfKey(label) is { } problem ? [$"{problem}."] : []);
        return label ?? ClaimGroup.VeleroLabel;
    }

    private static VolumePolicy Policy(FieldReader fields)
    {
        var conditions = fields.RequiredSection(
            "conditions", "What a claim must be, and its volume: all of it. {} for all claims.", VolumeConditionFields.Read);
        var type = fields.RequiredSection("action", "What is done with its data.", Action);
        return new(0, (int)fields.Line, conditions ?? new(), type is null ? null : Actions[type]);
    }

    private static string? Action(FieldReader fields)
    {
        fields.Require("type");
        var type = fields.Word("type", [.. Actions.Keys], "Which.");
        fields.Report("parameters", fields.Map("parameters", "None, as Velero has it.").Count > 0 ? ["An action takes no parameters."] : []);
        return type;
    }
}
