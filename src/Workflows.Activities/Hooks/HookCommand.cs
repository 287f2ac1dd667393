using System.Globalization;
using System.Text.Json;
using Workflows.Activities.Clusters;
using Workflows.Core.Clusters;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>One hook's command in its container: run once, for as long as it may, with the end of its output kept.</summary>
internal sealed class HookCommand(
    ActivityServices services, ClusterReference cluster, PodHooks pod, HookMoment moment, ExecHook hook)
{
    /// <summary>How much of what a hook prints is kept, in bytes.</summary>
    private const int KeptOutput = 4 << 10;

    /// <exception cref="KubernetesException">It could not be begun, and may be on another try.</exception>
    public async Task<HookOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (hook.Timeout > services.LongestHook)
        {
            return Failed(
                $"It may take {Told(hook.Timeout)}, and this host can run a hook for {Told(services.LongestHook)} at most: it was "
                + "not run. Shorten its timeout, or use a host that lets activities run longer.");
        }

        var client = services.Clusters.Get(cluster);
        if (await FindContainersAsync(client, cancellationToken) is not { } containers)
        {
            return Outcome(
                ProblemSeverity.Warning, null, "The pod is gone, or another has taken its name: the hook was not run.");
        }

        return containers.FirstOrDefault(name => hook.Container is null || name == hook.Container) is { } container
            ? await ExecAsync(client, container, cancellationToken)
            : Failed($"The pod has no container '{hook.Container}': the hook was not run.");
    }

    /// <summary>The outcome of one that could not be run at all.</summary>
    public HookOutcome NotRun(string why) => Failed($"It could not be run. {why}");

    /// <returns>The names of its containers; null where the pod is gone.</returns>
    private async Task<IReadOnlyList<string>?> FindContainersAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(ClusterKinds.Pods, pod.Namespace, pod.Pod, cancellationToken) is not { } found)
        {
            return null;
        }

        using var document = JsonDocument.Parse(found.Json);
        return document.RootElement.Field("metadata")?.Text("uid") == pod.Uid
            ? PodFields.ContainersOf(document.RootElement)
            : null;
    }

    private async Task<HookOutcome> ExecAsync(ClusterClient client, string container, CancellationToken cancellationToken)
    {
        using var output = new OutputTail(KeptOutput);
        var outcome = await ExecAsync(client, container, output, cancellationToken);
        return outcome with { Container = container, Output = output.Text(), OutputBytes = output.Length };
    }

    private async Task<HookOutcome> ExecAsync(
        ClusterClient client, string container, OutputTail output, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(hook.Timeout, services.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = await client.ExecAsync(
                new ExecRequest
                {
                    Namespace = pod.Namespace,
                    Pod = pod.Pod,
                    Container = container,
                    Command = hook.Command,
                    Stdout = output,
                    Stderr = output,
                },
                end.Token);
            return result.Succeeded
                ? Outcome(null, 0, "It succeeded.")
                : Failed(
                    result.ExitCode < 0 ? $"It could not be run: {result.Message}" : $"It ended with exit code {result.ExitCode}.",
                    result.ExitCode < 0 ? null : result.ExitCode);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed($"It had not ended after {Told(hook.Timeout)}, and may still be running in its container.");
        }
        catch (KubernetesException failed) when (failed.OutcomeUnknown || failed is KubernetesApiException { IsForbidden: true })
        {
            return Failed(failed.Message);
        }
    }

    private HookOutcome Failed(string message, int? exitCode = null) => Outcome(
        hook.OnError == HookOnError.Continue ? ProblemSeverity.Warning : ProblemSeverity.Error, exitCode, message);

    private HookOutcome Outcome(ProblemSeverity? severity, int? exitCode, string message) =>
        new(pod.Namespace, pod.Pod, moment, severity, exitCode, message, "", 0)
        {
            Rule = hook.Rule,
            Container = hook.Container,
            Command = hook.Command,
        };

    private static string Told(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
