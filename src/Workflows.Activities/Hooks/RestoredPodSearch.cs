using System.Globalization;
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
/// <param name="client">The cluster.</param>
/// <param name="spec">What was asked for.</param>
/// <param name="where">Where pods are looked for.</param>
/// <param name="known">The pods that earlier looks found.</param>
internal sealed class RestoredPodSearch(ClusterClient client, RestoreSpec spec, HookedPods where, IReadOnlyList<PodHooks> known)
{
    private const int PageSize = 500;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("hook.restore.velero.io/");

    private readonly HookRules rules = new(spec.Hooks);
    private readonly RestoredOwners owners = new(client, spec.Name);
    private readonly List<Candidate> candidates = [];

    /// <summary>The rules whose one pod of a workload was chosen, by the workload's uid.</summary>
    private readonly HashSet<(string Workload, string Rule)> chosen = [];

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
            await AddAsync(candidate, workloads, made, cancellationToken);
        }

        foreach (var (uid, workload) in workloads.Where(pair => denied.All(refusal => refusal.Namespace != pair.Value.Head.Namespace)))
        {
            Miss(workload.Head, workload.Pods, made.GetValueOrDefault(uid));
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
        var own = rules.For(ns, head.Labels, head.Controller);
        var named = RestoreHookAnnotations.ReadExec(annotations, unclear);
        var init = RestoreHookAnnotations.ReadInit(annotations) is not null || own.Any(rule => rule.Init.Count > 0);
        if (named is not null || own.Any(rule => rule.Restored.Count > 0) || init)
        {
            candidates.Add(new(
                new PodHooks(ns, head.Name, uid, [], []) { Restored = named is null ? [] : [named] },
                named is null ? own : [],
                head.Controller,
                RestoreOrigins.IsSurelyCreatedBy(spec.Name, ManifestJson.Parse(json.Span, $"Pod {ns}/{head.Name}")),
                init,
                unclear));
        }
    }

    private async Task AddAsync(
        Candidate candidate,
        IReadOnlyDictionary<string, RestoredWorkload> workloads,
        Dictionary<string, int> made,
        CancellationToken cancellationToken)
    {
        var hooks = candidate.Hooks;
        ObjectHead? workload = null;
        if (!candidate.IsRestored)
        {
            if (candidate.Owner is not { } owner || await owners.FindAsync(hooks.Namespace, owner, cancellationToken) is not { } root)
            {
                return;
            }

            workload = root;
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

        if (candidate.Rules.Count > 0)
        {
            hooks = hooks with
            {
                Restored = [.. candidate.Rules.Where(rule => Means(rule, hooks, workload, workloads)).SelectMany(rule => rule.Restored)],
            };
        }

        if (workload is not null && (hooks.Restored.Count > 0 || candidate.HasInit))
        {
            made[workload.Uid!] = made.GetValueOrDefault(workload.Uid!) + 1;
        }

        if (hooks.Restored.Count > 0)
        {
            Found.Add(hooks);
            Problems.AddRange(candidate.Unclear.Select(problem => new Problem(
                ProblemSeverity.Warning, "pods", hooks.Namespace, $"Pod {hooks.Pod}: {problem}")));
        }
    }

    /// <summary>
    /// Whether a rule means this pod of a workload. Pods come one after another: the first of a StatefulSet is known by its
    /// number, and of what numbers none the one that was found first is.
    /// </summary>
    private bool Means(
        HookRule rule, PodHooks pod, ObjectHead? workload, IReadOnlyDictionary<string, RestoredWorkload> workloads)
    {
        if (rule.Pick is PodPick.Every || workload?.Uid is not { } uid)
        {
            return true;
        }

        if (workload.Kind == "StatefulSet" && workloads.TryGetValue(uid, out var numbered))
        {
            return pod.Pod == string.Create(CultureInfo.InvariantCulture, $"{workload.Name}-{numbered.FirstOrdinal}");
        }

        var ran = known.FirstOrDefault(earlier => earlier.Namespace == pod.Namespace
            && earlier.Restored.Any(hook => rule.Restored.Any(own => own.Rule == hook.Rule)));
        return ran is null ? chosen.Add((uid, rule.Name)) : ran.Uid == pod.Uid;
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
        PodHooks Hooks, IReadOnlyList<HookRule> Rules, ControllerOwner? Owner, bool IsRestored, bool HasInit, IReadOnlyList<string> Unclear);
}
