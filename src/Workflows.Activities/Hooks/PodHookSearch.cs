using System.Text;
using System.Text.Json;
using Workflows.Activities.Backups.Planning;
using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>
/// The running pods of a selection that have hooks, those that they name themselves or those of rules; and those that have
/// none, but claims which the hooks of their application wait for.
/// </summary>
internal sealed class PodHookSearch(ClusterClient client, BackupSpec spec)
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("hook.backup.velero.io/");

    private readonly LabelFilter labels = new(spec.Selection);
    private readonly HookRules rules = new(spec.Hooks);

    public List<PodHooks> Found { get; } = [];

    public List<Problem> Problems { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!new ResourceFilter(spec.Selection).Matches(ClusterKinds.Pods))
        {
            return;
        }

        // What is wrong with the namespaces themselves is told by the plan.
        var namespaces = await NamespaceSurvey.TakeAsync(client, spec, cancellationToken);
        var selected = namespaces.Selected.ToHashSet(StringComparer.Ordinal);
        var denied = await new PodListing(client, spec.PageSize).RunAsync(
            namespaces.Selected,
            item =>
            {
                if (!rules.IsEmpty || item.Json.Span.IndexOf(Mark) >= 0)
                {
                    Look(item, selected);
                }
            },
            cancellationToken);
        Problems.AddRange(denied.Select(refusal => new Problem(
            ProblemSeverity.Warning,
            "pods",
            refusal.Namespace,
            $"Whether pods have hooks could not be looked for, and none ran. {refusal.Reason}")));
    }

    private void Look(in ListItem item, HashSet<string> selected)
    {
        var pod = item.ToObject().Json;
        var head = ObjectHead.Read(pod.Span);
        if (head.Namespace is not { } ns
            || !selected.Contains(ns)
            || !labels.Matches(head.Labels)
            || BuiltInExclusions.ReasonAgainstBackup(KnownResources.Pods, head.Labels) is not null)
        {
            return;
        }

        using var document = JsonDocument.Parse(pod);
        if (document.RootElement.Field("status")?.Text("phase") == "Running")
        {
            Add(ns, head, document.RootElement);
        }
    }

    private void Add(string ns, ObjectHead head, JsonElement pod)
    {
        var annotations = PodFields.AnnotationsOf(pod);
        var unclear = new List<string>();
        var own = rules.For(ns, head.Labels, head.Controller);
        var hooks = new PodHooks(ns, head.Name, head.Uid ?? "", HooksOf(HookMoment.Pre), HooksOf(HookMoment.Post))
        {
            Claims = [.. PodFields.ClaimsOf(pod, head.Name)],
            Application = own.Select(rule => rule.Application).FirstOrDefault(application => application is not null),
        };
        if (hooks is { Pre: [], Post: [], Application: null } or { Pre: [], Post: [], Claims: [] })
        {
            return;
        }

        Found.Add(hooks);
        Problems.AddRange(unclear.Select(problem => new Problem(
            ProblemSeverity.Warning, "pods", ns, $"Pod {head.Name}: {problem}")));

        // As in Velero: what the pod itself says of a moment is all there is for it.
        IReadOnlyList<ExecHook> HooksOf(HookMoment moment) =>
            HookAnnotations.Read(annotations, moment, unclear) is { } named ? [named] : [.. own.SelectMany(rule => rule.At(moment))];
    }
}
