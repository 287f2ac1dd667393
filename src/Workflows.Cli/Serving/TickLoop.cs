using Workflows.Api.Ticks;
using Workflows.Core.Errors;

namespace Workflows.Cli.Serving;

/// <summary>
/// Calls what is to be done again and again, one after another: a tick that takes longer than the interval delays the next
/// one and is not made up for, so that whoever is called works by the time that it is given, not by counting.
/// </summary>
internal sealed class TickLoop : IAsyncDisposable
{
    private readonly IReadOnlyList<ITick> ticks;
    private readonly TimeProvider time;
    private readonly ServiceLog log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    public TickLoop(IReadOnlyList<ITick> ticks, TimeSpan interval, TimeProvider time, ServiceLog log)
    {
        (this.ticks, this.time, this.log) = (ticks, time, log);
        loop = RunAsync(interval);
    }

    /// <summary>Begins no tick any more, and ends the one that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                foreach (var tick in ticks)
                {
                    await TickAsync(tick);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This is how it ends.
        }
    }

    /// <summary>One that fails is called again at the next tick, and keeps nobody else from being called.</summary>
    private async Task TickAsync(ITick tick)
    {
        try
        {
            await tick.TickAsync(time.GetUtcNow(), stopping.Token);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            log.Write(
                ServiceLog.Error,
                "tick",
                ("tick", tick.GetType().Name),
                ("message", failed.Message),
                ("exception", failed is WorkflowsException ? null : failed.ToString()));
        }
    }
}
