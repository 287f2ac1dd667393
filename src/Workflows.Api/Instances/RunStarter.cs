using System.Text.Json;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Runs;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Api.Instances;

/// <summary>
/// Starts runs, each once: whoever asks again with the same words, because an answer got lost, gets the run that there is.
/// </summary>
internal sealed class RunStarter(ApiServices services)
{
    /// <summary>Starts a run, or finds that the very same was started before.</summary>
    /// <param name="run">The run.</param>
    /// <param name="check">Looks for what stands in the way of a new one; throws if there is something.</param>
    /// <param name="isGone">Whether what a completed run of the name made was deleted since.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ApiException">A run of the name was asked for with other words.</exception>
    public async Task<ApiResponse> StartAsync(
        RunRequest run,
        Func<CancellationToken, Task> check,
        Func<CancellationToken, Task<bool>> isGone,
        CancellationToken cancellationToken)
    {
        var client = services.Instances;
        if (await client.GetAsync(run.InstanceId, cancellationToken) is { } known)
        {
            if (known.Status is not OrchestrationStatus.Completed || !await isGone(cancellationToken))
            {
                return Accepted(RequireSame(run, known));
            }

            await client.PurgeAsync(run.InstanceId, cancellationToken);
        }

        if (services.FindObstacle() is { } obstacle)
        {
            throw new WorkflowsException(ErrorKind.Unavailable, obstacle);
        }

        await check(cancellationToken);
        await client.StartAsync(run.Orchestrator, run.InstanceId, run.Input, cancellationToken);
        var state = await client.GetAsync(run.InstanceId, cancellationToken) ?? throw new InstanceNotFoundException(run.InstanceId);
        return Accepted(RequireSame(run, state));
    }

    private static OrchestrationState RequireSame(RunRequest run, OrchestrationState state)
    {
        var asked = JsonSerializer.SerializeToElement(run.Input, run.Input.GetType(), DurableJson.Options);
        return state.Input is { } input && JsonElement.DeepEquals(input, asked)
            ? state
            : throw new ApiException(
                409,
                ErrorKind.Conflict,
                $"{run.Kind} '{run.Name}' was asked for before, otherwise than now. {InstanceView.PathOf(run.InstanceId)} tells how that "
                + "goes. Choose another name, or delete it first.");
    }

    private static ApiResponse Accepted(OrchestrationState state) =>
        ApiResponse.Of(202, InstanceView.DocumentOf(state))
            .With("Location", InstanceView.PathOf(state.InstanceId))
            .With("Retry-After", "2");
}
