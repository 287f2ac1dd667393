using Workflows.Cli.Commands;
using Workflows.Cli.Errors;
using Workflows.Cli.Running.Progress;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;

namespace Workflows.Cli.Running;

/// <summary>Runs one orchestration in this process until it has ended, showing how far it is.</summary>
internal sealed class RunExecutor(CommandContext context)
{
    private readonly RunDirectories directories = new(context.Settings.StateDirectory);

    /// <summary>Starts the run, or goes on with it where its journal is there already.</summary>
    /// <returns>The state it ended in; its folder is still there, until <see cref="Forget"/>.</returns>
    /// <exception cref="RunInterruptedException">Somebody stopped it.</exception>
    public async Task<OrchestrationState> RunAsync(RunRequest run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        using var activities = context.Services.AddActivities(registry, context.Environment.Time);
        var options = new EngineOptions
        {
            StateDirectory = directories.Create(run.InstanceId),
            Time = context.Environment.Time,
        };
        try
        {
            await using var host = await EngineHost.StartAsync(options, registry, cancellationToken);
            await host.Client.StartAsync(run.Orchestrator, run.InstanceId, run.Input, cancellationToken);
            return await WatchAsync(host.Client, run, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw await StoppedAsync(run);
        }
    }

    /// <summary>The run's result.</summary>
    /// <exception cref="RunFailedException">It ended without one.</exception>
    public TResult ResultOf<TResult>(OrchestrationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state is { Status: OrchestrationStatus.Completed, Output: { } output }
            ? DurableJson.Read<TResult>(output)
            : throw new RunFailedException(
                state.Failure ?? new FailureDetails("", $"The run ended as {state.Status} without a result.", false),
                () => Forget(state.InstanceId));
    }

    /// <summary>Removes an ended run's journal; call it once its result was shown.</summary>
    public void Forget(string instanceId) => directories.Remove(instanceId);

    private async Task<OrchestrationState> WatchAsync(
        OrchestrationClient client, RunRequest run, CancellationToken cancellationToken)
    {
        using var display = ProgressDisplays.Create(context, run);
        return await new ProgressWatch(client, run, display, context.Environment.Time).WaitAsync(cancellationToken);
    }

    private async Task<RunInterruptedException> StoppedAsync(RunRequest run)
    {
        if (run.Input is CompareSpec comparison)
        {
            await GivenUpComparison.RemoveAsync(context, run.InstanceId, comparison.Store);
            return new RunInterruptedException("Stopped; nothing was changed.");
        }

        return new RunInterruptedException(
            $"Stopped; '{RunHints.Resume(context.Settings)}' continues {RunHints.Name(run)}.");
    }
}
