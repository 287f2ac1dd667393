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
    private readonly List<Candidate> candidates = [];

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
        var picked = RulePicks.Of(candidates.Select(pod => (pod.Namespace, pod.Name, pod.Rules)));
        candidates.ForEach(pod => Add(pod, picked));
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

        var own = rules.For(ns, head.Labels, head.Controller);
        if (own.Count == 0 && pod.Span.IndexOf(Mark) < 0)
        {
            return;
        }

        using var document = JsonDocument.Parse(pod);
        if (document.RootElement.Field("status")?.Text("phase") == "Running")
        {
            candidates.Add(new(
                ns,
                head.Name,
                head.Uid ?? "",
                PodFields.AnnotationsOf(document.RootElement),
                [.. PodFields.ClaimsOf(document.RootElement, head.Name)],
                own));
        }
    }

    private void Add(Candidate pod, RulePicks picked)
    {
        var unclear = new List<string>();
        var meant = pod.Rules.Where(rule => picked.Means(rule, pod.Namespace, pod.Name)).ToArray();
        var hooks = new PodHooks(pod.Namespace, pod.Name, pod.Uid, HooksOf(HookMoment.Pre), HooksOf(HookMoment.Post))
        {
            Claims = pod.Claims,
            Application = pod.Rules.Select(rule => rule.Application).FirstOrDefault(application => application is not null),
        };
        if (hooks is { Pre: [], Post: [], Application: null } or { Pre: [], Post: [], Claims: [] })
        {
            return;
        }

        Found.Add(hooks);
        Problems.AddRange(unclear.Select(problem => new Problem(
            ProblemSeverity.Warning, "pods", pod.Namespace, $"Pod {pod.Name}: {problem}")));

        // As in Velero: what the pod itself says of a moment is all there is for it.
        IReadOnlyList<ExecHook> HooksOf(HookMoment moment) =>
            HookAnnotations.Read(pod.Annotations, moment, unclear) is { } named ? [named] : [.. meant.SelectMany(rule => rule.At(moment))];
    }

    /// <summary>A running pod of the selection, with what may make it one with hooks.</summary>
    private sealed record Candidate(
        string Namespace,
        string Name,
        string Uid,
        IReadOnlyDictionary<string, string> Annotations,
        IReadOnlyList<string> Claims,
        IReadOnlyList<HookRule> Rules);
}
