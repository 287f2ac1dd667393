using System.Collections.Concurrent;

namespace Workflows.Volumes.Tests.Support;

/// <summary>
/// Runs asynchronous work on the thread of a test, step by step: when it is idle, whatever could happen has happened.
/// </summary>
internal sealed class OneThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> steps = [];

    public override void Post(SendOrPostCallback d, object? state) => steps.Add((d, state));

    public Task Run(Func<Task> begin)
    {
        Task? begun = null;
        Enter(() => begun = begin());
        return begun!;
    }

    public void RunUntilIdle()
    {
        while (steps.TryTake(out var step))
        {
            Enter(() => step.Callback(step.State));
        }
    }

    public void RunUntil(Task work)
    {
        _ = work.ContinueWith(_ => Post(_ => { }, null), TaskScheduler.Default);
        while (!work.IsCompleted)
        {
            var step = steps.Take();
            Enter(() => step.Callback(step.State));
        }

        work.GetAwaiter().GetResult();
    }

    public void Dispose() => steps.Dispose();

    private void Enter(Action act)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            act();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
