using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Replay;

namespace Workflows.Engine.Running;

/// <summary>Runs activities, so many at a time, in the order in which they were asked for.</summary>
internal sealed class ActivityPool : IDisposable
{
    private readonly DurableRegistry registry;
    private readonly ILogger log;
    private readonly Channel<ActivityCall> calls = Channel.CreateUnbounded<ActivityCall>();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task[] workers;

    public ActivityPool(DurableRegistry registry, int atWork, ILogger log)
    {
        this.registry = registry;
        this.log = log;
        workers = new Task[atWork];
        for (var i = 0; i < atWork; i++)
        {
            workers[i] = Task.Run(WorkAsync, CancellationToken.None);
        }
    }

    /// <summary>Takes a call that is on the disk. After stopping it is dropped: the next start finds it there.</summary>
    public void Enqueue(ActivityCall call) => calls.Writer.TryWrite(call);

    /// <summary>Begins no other call, cancels the tokens of those at work, and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        calls.Writer.TryComplete();
        await stopping.CancelAsync();
        await Task.WhenAll(workers).WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    private async Task WorkAsync()
    {
        // Stopping completes the channel, which ends the wait without an exception.
        while (await calls.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (calls.Reader.TryRead(out var call))
            {
                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                if (!call.Instance.Cancellation.IsCancellationRequested)
                {
                    await RunAsync(call);
                }
            }
        }
    }

    private async Task RunAsync(ActivityCall call)
    {
        var step = call.Step;
        var activity = registry.FindActivity(step.Name);
        if (activity is null)
        {
            Answer(call, new ActivityFailed(step.TaskId, Unknown(step.Name)));
            return;
        }

        using var cancellation =
            CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, call.Instance.Cancellation);
        try
        {
            var context = new ActivityContext(call.Instance.Id, step.Name);
            var result = await activity.RunAsync(context, step.Input ?? default, cancellation.Token);
            Answer(call, new ActivityCompleted(step.TaskId, Payload.Check(result, $"the result of activity '{step.Name}'")));
        }
        catch (Exception e)
        {
            // An activity may throw anything. One that was told to stop has not failed: it is run again later.
            if (cancellation.IsCancellationRequested)
            {
                log.LogDebug("Activity {Activity} of {Instance} was interrupted.", step.Name, call.Instance.Id);
                return;
            }

            log.LogDebug(e, "Activity {Activity} of {Instance} failed.", step.Name, call.Instance.Id);
            Answer(call, new ActivityFailed(step.TaskId, FailureDetails.From(e)));
        }
    }

    private static void Answer(ActivityCall call, HistoryRecord answer) =>
        call.Instance.Post(new InboxMessage(answer, call.ExecutionId));

    private static FailureDetails Unknown(string name) =>
        FailureDetails.From(new ActivityNotRegisteredException(name));
}
