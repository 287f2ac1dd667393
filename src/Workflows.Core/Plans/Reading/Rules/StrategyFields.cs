using Workflows.Core.Applications;
using Workflows.Core.Hooks;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>
/// How a component's strategy is written, as Backup for GKE has them: every pod keeps its own data (BackupAllRestoreAll);
/// one pod's data is restored to all (BackupOneRestoreAll); one pod writes all data to a volume, and reads it from there
/// after a restore (DumpAndLoad).
/// </summary>
/// <param name="members">The rule for all pods of the application.</param>
/// <param name="title">What reports call the component.</param>
/// <param name="workloads">What makes its pods.</param>
internal sealed class StrategyFields(HookRule members, string title, IReadOnlyList<HookedWorkload> workloads)
{
    private const string AllAll = "backupAllRestoreAll";

    private const string OneAll = "backupOneRestoreAll";

    private const string Dump = "dumpAndLoad";

    /// <summary>The types, each with the field that says the rest.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["BackupAllRestoreAll"] = AllAll,
        ["BackupOneRestoreAll"] = OneAll,
        ["DumpAndLoad"] = Dump,
    };

    public ApplicationRules? Read(FieldReader fields)
    {
        fields.Require("type");
        var type = fields.Word("type", [.. Types.Keys], "Which it is.");
        var rules = new Dictionary<string, ApplicationRules?>(StringComparer.Ordinal)
        {
            [AllAll] = fields.Section(AllAll, "Every pod keeps its own data.", ReadAllAll),
            [OneAll] = fields.Section(OneAll, "One pod's data is restored to all.", ReadOneAll),
            [Dump] = fields.Section(Dump, "One pod writes all data to a volume, and reads it from there after a restore.", ReadDump),
        };
        if (type is null)
        {
            return null;
        }

        var wanted = Types[type];
        fields.Report("type", fields.Has(wanted) ? [] : [$"{type} takes {wanted} beside it."]);
        foreach (var other in rules.Keys.Where(other => other != wanted && fields.Has(other)))
        {
            fields.Report(other, [$"This is no part of type: {type}."]);
        }

        return rules[wanted];
    }

    private ApplicationRules ReadAllAll(FieldReader fields)
    {
        var rule = RuleOf(workloads) with { Pre = HooksOf(fields, "backupPreHooks"), Post = HooksOf(fields, "backupPostHooks") };
        var selector = VolumesOf(fields);
        fields.Report(null, rule is { Pre: [], Post: [] } && selector is null
            ? ["There is neither backupPreHooks nor backupPostHooks nor a volumeSelector."]
            : []);
        return new([rule], selector is null ? [] : [ComponentOf(selector)]);
    }

    private ApplicationRules ReadOneAll(FieldReader fields)
    {
        var source = WorkloadOf(fields, "backupTargetName");
        var rule = RuleOf([source]) with
        {
            Pick = OneOf(source),
            Pre = HooksOf(fields, "backupPreHooks"),
            Post = HooksOf(fields, "backupPostHooks"),
        };
        return new([rule], [ComponentOf(VolumesOf(fields)) with { Source = source, Pick = rule.Pick }]);
    }

    private ApplicationRules ReadDump(FieldReader fields)
    {
        var (dump, load) = (WorkloadOf(fields, "dumpTarget"), WorkloadOf(fields, "loadTarget"));
        var dumping = RuleOf([dump]) with
        {
            Pick = OneOf(dump),
            Pre = HooksOf(fields, "dumpHooks"),
            Post = HooksOf(fields, "backupPostHooks"),
        };

        // A program that is not ready can't be told to load.
        var loading = RuleOf([load]) with
        {
            Pick = PodPick.First,
            Restored =
            [
                .. HooksOf(fields, "loadHooks").Select(hook => hook with { Wait = new(ForReady: true, HookWait.DefaultTimeout) }),
            ],
        };
        fields.Report(null, dumping.Pre.Count == 0 || loading.Restored.Count == 0 ? ["dumpHooks and loadHooks are needed here."] : []);
        fields.Report(null, fields.Has("volumeSelector") ? [] : ["volumeSelector is needed here: it names the volume that is dumped to."]);
        return new([dumping, loading], [ComponentOf(VolumesOf(fields))]);
    }

    private HookRule RuleOf(IReadOnlyList<HookedWorkload> makers) => members with { Name = title, Workloads = makers };

    private ProtectedComponent ComponentOf(string? selector) => new(title, members.Pods, workloads) { VolumeSelector = selector };

    private HookedWorkload WorkloadOf(FieldReader fields, string field)
    {
        var name = fields.RequiredText(field, "One of the component's resourceNames.");
        var workload = workloads.FirstOrDefault(workload => workload.Name == name);
        fields.Report(field, fields.Has(field) && workload is null ? ["One of the component's resourceNames is expected here."] : []);
        return workload ?? new("", name);
    }

    /// <summary>Of several StatefulSets each pod has its part: the first serves as well as another.</summary>
    private PodPick OneOf(HookedWorkload target) =>
        target.Kind == "StatefulSet" && workloads.Count == 1 ? PodPick.SecondOfMany : PodPick.First;

    private static string? VolumesOf(FieldReader fields) =>
        fields.Section("volumeSelector", "What the labels of claims must match. Default: all claims.", PodFields.Selector);

    private IReadOnlyList<ExecHook> HooksOf(FieldReader fields, string field) => fields.Sections(field, "Commands, in their order.", HookOf);

    private ExecHook HookOf(FieldReader fields) =>
        HookFields.Exec(fields, $"{title}/{fields.RequiredText("name", "What reports call it.")}", HookOnError.Fail, "timeout");
}
