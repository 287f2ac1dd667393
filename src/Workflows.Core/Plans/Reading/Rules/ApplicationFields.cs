using Workflows.Core.Applications;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>
/// How an application is written: in the shape of Backup for GKE's ProtectedApplication. It is the pods of a namespace and
/// labels, whose claims are moved before any of its post hooks runs, with a strategy for each of its components.
/// </summary>
internal static class ApplicationFields
{
    private const string ApiVersion = "workflows.dev/v1";

    private const string Kind = "ProtectedApplication";

    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    public static DeclaredApplication Read(FieldReader fields)
    {
        Fixed(fields, "apiVersion", ApiVersion);
        Fixed(fields, "kind", Kind);
        var metadata = fields.RequiredSection("metadata", "Which application it is.", Metadata) ?? new("", "");
        var rules = fields.RequiredSection("spec", "What it consists of.", spec => Spec(spec, metadata));
        return new($"{metadata.Namespace}/{metadata.Name}", rules ?? ApplicationRules.None);
    }

    /// <summary>What is wrong with applications beside each other; none when nothing is.</summary>
    public static IEnumerable<string> ProblemsOf(IEnumerable<DeclaredApplication> applications) =>
        from application in applications.GroupBy(application => application.Title, StringComparer.Ordinal)
        where application.Count() > 1
        select $"Application {application.Key} is given twice.";

    private static void Fixed(FieldReader fields, string name, string value)
    {
        fields.Require(name);
        fields.Word(name, [value], "Always this.");
    }

    private static ApplicationName Metadata(FieldReader fields)
    {
        var name = new ApplicationName(
            fields.RequiredText("name", "The application's name, for reports."),
            fields.RequiredText("namespace", "The namespace that it is in: of a restore, as it is where it is restored to."));
        fields.Report("namespace", name.Namespace.Length == 0 || DnsName.IsLabel(name.Namespace) ? [] : ["The name of one namespace is expected here."]);
        return name;
    }

    private static ApplicationRules Spec(FieldReader fields, ApplicationName name)
    {
        var labels = fields.Section("resourceSelection", "Its pods. Default: all of the namespace.", Selection);
        HookRule members = new()
        {
            Name = name.Name,
            Application = $"{name.Namespace}/{name.Name}",
            Pods = new() { IncludedNamespaces = [name.Namespace], LabelSelector = labels },
        };
        fields.Require("components");
        var components = fields.Sections("components", "What has a strategy.", component => Component(component, members));
        fields.Report("components", fields.Has("components") && components.Count == 0 ? ["A list of components is expected here."] : []);
        return ApplicationRules.Of([.. components, new([members], [])]);
    }

    private static string? Selection(FieldReader fields)
    {
        fields.Require("type");
        fields.Word("type", ["Selector"], "How pods are chosen.");
        return fields.RequiredSection("selector", "What their labels must match.", PodFields.Selector);
    }

    private static ApplicationRules? Component(FieldReader fields, HookRule members)
    {
        var name = fields.RequiredText("name", "The component's name, for reports.");
        fields.Require("resourceKind");
        fields.Require("resourceNames");
        var kind = fields.Word("resourceKind", Workloads, "What makes its pods.") ?? "";
        HookedWorkload[] workloads =
        [
            .. fields.Texts("resourceNames", "The names of those.").Select(workload => new HookedWorkload(kind, workload)),
        ];
        fields.Report("resourceNames", fields.Has("resourceNames") && workloads.Length == 0 ? ["A list of names is expected here."] : []);
        return fields.RequiredSection(
            "strategy", "What becomes of its data.", strategy => new StrategyFields(members, $"{members.Name}/{name}", workloads).Read(strategy));
    }

    private sealed record ApplicationName(string Name, string Namespace);
}

/// <param name="Title">The namespace and the name.</param>
/// <param name="Rules">What is done for it.</param>
internal sealed record DeclaredApplication(string Title, ApplicationRules Rules);
