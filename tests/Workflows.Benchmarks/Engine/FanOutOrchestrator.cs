using Workflows.Durable;

namespace Workflows.Benchmarks.Engine;

/// <param name="Activities">How many activities.</param>
/// <param name="Window">How many of them may be under way at once.</param>
internal sealed record FanOutInput(int Activities, int Window);

/// <summary>Calls an activity that does nothing, so many times, so many at once.</summary>
internal sealed class FanOutOrchestrator : Orchestrator<FanOutInput, int>
{
    public static readonly OrchestratorName<FanOutInput, int> Name = new("FanOut");

    public override async Task<int> RunAsync(OrchestrationContext context, FanOutInput input)
    {
        var next = 0;
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(input.Window, input.Activities)).Select(_ => WorkAsync()));
        return done;

        async Task WorkAsync()
        {
            while (next < input.Activities)
            {
                await context.CallActivityAsync(NoOpActivity.Name, next++);
                done++;
            }
        }
    }
}

/// <summary>Does nothing: what is left is the engine.</summary>
internal sealed class NoOpActivity : Activity<int, int>
{
    public static readonly ActivityName<int, int> Name = new("NoOp");

    public override Task<int> RunAsync(ActivityContext context, int input, CancellationToken cancellationToken) =>
        Task.FromResult(input);
}
