using System.Text.Json;
using Workflows.Activities.Clusters;
using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Hooks;

/// <summary>Looks whether the container of a restore hook runs, or is ready where that is waited for.</summary>
public sealed class LookAtHookedPodActivity(ActivityServices services) : Activity<RestoreHookRun, HookSight>
{
    /// <inheritdoc/>
    public override async Task<HookSight> RunAsync(
        ActivityContext context, RestoreHookRun input, CancellationToken cancellationToken)
    {
        var documents = HookDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var pod = (await documents.ReadPodsAsync(cancellationToken))[input.Pod];
        var hook = pod.Restored[input.Hook];
        var wait = hook.Wait ?? new(ForReady: false, HookWait.DefaultTimeout);
        var found = await services.Clusters.Get(input.Spec.Cluster)
            .FindAsync(ClusterKinds.Pods, pod.Namespace, pod.Pod, cancellationToken);
        if (found is null)
        {
            // Who runs the hook tells that the pod is gone.
            return new(IsWaiting: false, wait.Timeout, null);
        }

        using var document = JsonDocument.Parse(found.Value.Json);
        return SightOf(document.RootElement, pod, hook, wait);
    }

    /// <summary>What a pod shows of a hook's container.</summary>
    internal static HookSight SightOf(JsonElement live, PodHooks pod, ExecHook hook, HookWait wait)
    {
        if (live.Field("metadata")?.Text("uid") != pod.Uid)
        {
            return new(IsWaiting: false, wait.Timeout, null);
        }

        if (live.Field("status")?.Text("phase") is "Succeeded" or "Failed")
        {
            return new(IsWaiting: false, wait.Timeout, "Its pod ended before.");
        }

        var containers = PodFields.ContainersOf(live);
        var name = hook.Container ?? (containers.Count > 0 ? containers[0] : null);
        if (name is null || !containers.Contains(name, StringComparer.Ordinal))
        {
            // Who runs the hook tells that there is no such container.
            return new(IsWaiting: false, wait.Timeout, null);
        }

        var status = PodFields.ContainerStatus(live, name);
        var runs = status?.Field("state")?.Field("running") is { ValueKind: JsonValueKind.Object };
        var isReady = status?.Field("ready") is { ValueKind: JsonValueKind.True };
        return runs && (isReady || !wait.ForReady)
            ? new(IsWaiting: false, wait.Timeout, null)
            : new(IsWaiting: true, wait.Timeout, $"Container {name} {(runs ? "was not ready" : "did not run")}.");
    }
}
