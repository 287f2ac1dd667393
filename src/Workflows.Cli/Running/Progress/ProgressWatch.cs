using System.Threading.Channels;
using Workflows.Durable;

namespace Workflows.Cli.Running.Progress;

/// <summary>Waits for a run and feeds a display: every step, and the counts at the display's pace.</summary>
internal sealed class ProgressWatch(
    OrchestrationClient client, RunRequest run, IProgressDisplay display, TimeProvider time)
{
    private readonly Channel<string> steps = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> entered = new(StringComparer.Ordinal);

    public async Task<OrchestrationState> WaitAsync(CancellationToken cancellationToken)
    {
        var completion = client.WaitForCompletionAsync(run.InstanceId, Noted, cancellationToken);
        using var timer = new PeriodicTimer(display.Interval, time);
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        var step = steps.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(completion, tick, step) != completion)
        {
            ShowSteps();
            if (step.IsCompleted)
            {
                step = steps.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            }

            if (tick.IsCompleted)
            {
                Show(await ProgressReader.ReadAsync(client, run.InstanceId, run.Kind, cancellationToken));
                tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            }
        }

        ShowSteps();
        return await completion;
    }

    /// <summary>Called by the engine on a thread of its own, which must not wait for a terminal.</summary>
    private void Noted(OrchestrationState state)
    {
        if (ProgressReader.StepOf(state) is { } step)
        {
            steps.Writer.TryWrite(step);
        }
    }

    private void ShowSteps()
    {
        while (steps.Reader.TryRead(out var step))
        {
            Enter(step);
        }
    }

    private void Show(ProgressSnapshot snapshot)
    {
        if (snapshot != ProgressSnapshot.Starting)
        {
            Enter(snapshot.Step);
            display.Show(snapshot);
        }
    }

    /// <summary>A step is seen by its event or by a look at the counts, whichever comes first.</summary>
    private void Enter(string step)
    {
        if (entered.Add(step))
        {
            display.Enter(step);
        }
    }
}
