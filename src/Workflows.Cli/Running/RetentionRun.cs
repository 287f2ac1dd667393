using Workflows.Activities.Plans;
using Workflows.Cli.Commands;
using Workflows.Cli.Errors;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;
using Workflows.Orchestrations.Retention;

namespace Workflows.Cli.Running;

/// <summary>Retention of a plan, run in this process. One that was cut off is gone on with by the next of its plan.</summary>
internal sealed class RetentionRun(CommandContext context)
{
    private readonly RunDirectories directories = new(context.Settings.StateDirectory);

    /// <exception cref="RunInterruptedException">Somebody stopped it.</exception>
    /// <exception cref="RunFailedException">It could not be done.</exception>
    public async Task<RetentionSummary> RunAsync(string plan, CancellationToken cancellationToken)
    {
        var store = context.Settings.Store;
        var id = RunIds.Of("retention-", plan, store);
        try
        {
            var state = await EndAsync(id, new RetentionInput(plan, store), cancellationToken);
            directories.Remove(id);
            return state is { Status: OrchestrationStatus.Completed, Output: { } output }
                ? DurableJson.Read<RetentionSummary>(output)
                : throw new RunFailedException(
                    state.Failure ?? new FailureDetails("", $"The run ended as {state.Status} without a result.", false), () => { });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new RunInterruptedException($"Stopped; the next 'workflows retention run {plan}' goes on with it.");
        }
    }

    private async Task<OrchestrationState> EndAsync(string id, RetentionInput input, CancellationToken cancellationToken)
    {
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        using var activities = context.Services.AddActivities(registry, context.Environment.Time);
        var options = new EngineOptions { StateDirectory = directories.Create(id), Time = context.Environment.Time };
        await using var host = await EngineHost.StartAsync(options, registry, cancellationToken);
        if (await host.Client.GetAsync(id, cancellationToken) is { IsEnded: true })
        {
            // Its process died before it could say so; whatever it left undone is found again.
            await host.Client.PurgeAsync(id, cancellationToken);
        }

        await host.Client.StartAsync(RetentionNames.ApplyRetention.Name, id, input, cancellationToken);
        return await host.Client.WaitForCompletionAsync(id, cancellationToken: cancellationToken);
    }
}
