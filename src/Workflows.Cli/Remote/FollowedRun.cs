using Workflows.Cli.Commands;
using Workflows.Cli.Errors;
using Workflows.Cli.Running.Progress;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Cli.Remote;

/// <summary>Begins a run on a service and follows it to its end, showing how far it is.</summary>
internal sealed class FollowedRun(CommandContext context, ServerConnection server)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a service may be away, such as for a restart, before it is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="kind">What it does, as <c>backup</c>.</param>
    /// <param name="name">The backup's or restore's name.</param>
    /// <param name="body">The request.</param>
    /// <param name="cancellationToken">Ends the following, and not the run.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="RunInterruptedException">Nobody follows it any more.</exception>
    /// <exception cref="WorkflowsException">It was refused, or failed.</exception>
    public async Task<T> RunAsync<T>(string kind, string name, object body, CancellationToken cancellationToken)
    {
        var run = await server.PostAsync<InstanceDocument>($"/v1/{kind}s", body, cancellationToken);
        var path = $"/v1/instances/{Uri.EscapeDataString(run.Id)}";
        try
        {
            var ended = await FollowAsync(run, path, $"{run.Kind} '{name}'", cancellationToken);
            return ended.Status is OrchestrationStatus.Completed
                ? await server.GetAsync<T>($"{path}/result", cancellationToken)
                : throw Failed(ended, kind, name);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new RunInterruptedException(
                $"Nobody follows {kind} '{name}' any more, but the service goes on. 'workflows {kind} get {name} --server {server.Address}' tells how it is.");
        }
    }

    private static bool IsEnded(InstanceDocument run) =>
        run.Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    private async Task<InstanceDocument> FollowAsync(InstanceDocument run, string path, string title, CancellationToken cancellationToken)
    {
        using var display = ProgressDisplays.Create(context, title);
        var entered = new HashSet<string>(StringComparer.Ordinal);
        while (!IsEnded(run))
        {
            await Task.Delay(Interval, server.Time, cancellationToken);
            run = await LookAsync(path, cancellationToken);
            if (run.Progress is { } progress)
            {
                if (entered.Add(progress.Step))
                {
                    display.Enter(progress.Step);
                }

                display.Show(progress);
            }
        }

        return run;
    }

    private async Task<InstanceDocument> LookAsync(string path, CancellationToken cancellationToken)
    {
        var since = server.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await server.GetAsync<InstanceDocument>(path, cancellationToken);
            }
            catch (WorkflowsException away) when (away.IsTransient && server.Time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Interval, server.Time, cancellationToken);
            }
        }
    }

    private static WorkflowsException Failed(InstanceDocument run, string kind, string name)
    {
        var failure = run.Failure;
        return new WorkflowsException(
            Enum.TryParse<ErrorKind>(failure?.Kind, out var known) ? known : ErrorKind.Failed,
            $"{failure?.Message ?? $"The run ended as {run.Status}."} The service keeps the name until 'workflows {kind} delete {name}'.");
    }
}
