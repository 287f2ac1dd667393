using System.Text;
using System.Text.Json;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>
/// The pods that a restore brought and that have hooks: those that it created, and those that controllers make of what it
/// created. (Velero's hooks run in the first only, and so that it finds any it restores pods which a controller would
/// make.) A pod whose workload was there before is nobody's to run restore hooks in.
/// </summary>
internal sealed class RestoredPodSearch(ClusterClient client, RestoreSpec spec, HookedPods where)
{
    private const int PageSize = 500;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("hook.restore.velero.io/");

    private readonly HookRules rules = new(spec.Hooks);
    private readonly RestoredOwners owners = new(client, spec.Name);
    private readonly List<Candidate> candidates = [];

    /// <summary>Pods that hooks are to be run in.</summary>
    public List<PodHooks> Found { get; } = [];

    public List<Problem> Problems { get; } = [];

    /// <summary>What is to come and has not.</summary>
    public List<Problem> Missing { get; } = [];

    /// <summary>How many pods that is.</summary>
    public int MissingPods { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // First: a pod that comes between is found too often rather than missed.
        var workloads = await new RestoredWorkloads(client, spec.Name, rules).FindAsync(where, cancellationToken);
        var namespaces = where.Namespaces.ToHashSet(StringComparer.Ordinal);
        var denied = await new PodListing(client, PageSize).RunAsync(where.Namespaces, item => Look(item, namespaces), cancellationToken);
        Problems.AddRange(denied.Select(refusal => new Problem(
            ProblemSeverity.Warning,
            "pods",
            refusal.Namespace,
            $"Whether pods have restore hooks could not be looked for, and none ran. {refusal.Reason}")));
        var made = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            await AddAsync(candidate, made, cancellationToken);
        }

        foreach (var (uid, (workload, pods)) in workloads.Where(pair => denied.All(refusal => refusal.Namespace != pair.Value.Workload.Namespace)))
        {
            Miss(workload, pods, made.GetValueOrDefault(uid));
        }
    }

    private void Look(in ListItem item, HashSet<string> namespaces)
    {
        if (rules.IsEmpty && item.Json.Span.IndexOf(Mark) < 0)
        {
            return;
        }

        var json = item.ToObject().Json;
        var head = ObjectHead.Read(json.Span);
        if (head is not { Namespace: { } ns, Uid: { } uid, IsBeingDeleted: false } || !namespaces.Contains(ns))
        {
            return;
        }

        using var document = JsonDocument.Parse(json);
        var unclear = new List<string>();
        var annotations = PodFields.AnnotationsOf(document.RootElement);
        IReadOnlyList<ExecHook> hooks = RestoreHookAnnotations.ReadExec(annotations, unclear) is { } own
            ? [own]
            : [.. rules.For(ns, head.Labels).SelectMany(rule => rule.Restored)];
        var init = RestoreHookAnnotations.ReadInit(annotations) is not null || rules.For(ns, head.Labels).Any(rule => rule.Init.Count > 0);
        if (hooks.Count > 0 || init)
        {
            candidates.Add(new(
                new PodHooks(ns, head.Name, uid, [], []) { Restored = hooks },
                head.Controller,
                RestoreOrigins.IsSurelyCreatedBy(spec.Name, ManifestJson.Parse(json.Span, $"Pod {ns}/{head.Name}")),
                init,
                unclear));
        }
    }

    private async Task AddAsync(Candidate candidate, Dictionary<string, int> made, CancellationToken cancellationToken)
    {
        var hooks = candidate.Hooks;
        if (!candidate.IsRestored)
        {
            if (candidate.Owner is not { } owner || await owners.FindAsync(hooks.Namespace, owner, cancellationToken) is not { } root)
            {
                return;
            }

            made[root.Uid!] = made.GetValueOrDefault(root.Uid!) + 1;
            if (candidate.HasInit)
            {
                Problems.Add(new(
                    ProblemSeverity.Warning,
                    "pods",
                    hooks.Namespace,
                    $"{root.Kind} {root.Name} makes its pods itself, and a restore puts initial containers into pods that it creates "
                    + "itself only: the init hooks of these pods did not run."));
            }
        }

        if (hooks.Restored.Count > 0)
        {
            Found.Add(hooks);
            Problems.AddRange(candidate.Unclear.Select(problem => new Problem(
                ProblemSeverity.Warning, "pods", hooks.Namespace, $"Pod {hooks.Pod}: {problem}")));
        }
    }

    private void Miss(ObjectHead workload, int pods, int made)
    {
        if (made < pods)
        {
            MissingPods += pods - made;
            Missing.Add(new(
                ProblemSeverity.Warning,
                "pods",
                workload.Namespace,
                $"{pods - made} of the {pods} pods of {workload.Kind} {workload.Name} did not come: the restore hooks of these did not run."));
        }
    }

    /// <summary>A pod that has hooks, if it is one of the restore's.</summary>
    private sealed record Candidate(
        PodHooks Hooks, ControllerOwner? Owner, bool IsRestored, bool HasInit, IReadOnlyList<string> Unclear);
}
