using System.Text.Json;
using Microsoft.DurableTask;

namespace Workflows.Functions.Durable;

/// <summary>
/// Hands the events of an instance out in the order of their arrival, to those who wait in the order of their coming. A
/// Durable Task host gives an event to whoever waited last, a wait that was withdrawn included, and the event is lost:
/// so at most one wait per name stands at the host, and it is never withdrawn.
/// </summary>
internal sealed class EventMailbox(TaskOrchestrationContext host)
{
    private readonly Dictionary<string, Box> boxes = new(StringComparer.OrdinalIgnoreCase);
    private bool isForwarding;

    public Task<JsonElement> WaitAsync(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<JsonElement>(cancellationToken);
        }

        if (!boxes.TryGetValue(name, out var box))
        {
            boxes.Add(name, box = new Box());
        }

        if (box.Kept.TryDequeue(out var kept))
        {
            return Task.FromResult(kept);
        }

        // Continuations run where the event is processed: inside the turn.
        var waiter = new TaskCompletionSource<JsonElement>();
        box.Waiters.Enqueue(waiter);
        if (!box.IsListening)
        {
            _ = ListenAsync(name, box);
        }

        return cancellationToken.CanBeCanceled ? WithdrawableAsync(waiter, cancellationToken) : waiter.Task;
    }

    /// <summary>
    /// Sends what nobody has taken, and what still comes to a wait that stands at the host, to the instance's next run.
    /// What has not reached a wait is the host's to carry over.
    /// </summary>
    public void Forward()
    {
        isForwarding = true;
        foreach (var (name, box) in boxes)
        {
            while (box.Kept.TryDequeue(out var payload))
            {
                host.SendEvent(host.InstanceId, name, payload);
            }
        }
    }

    private static async Task<JsonElement> WithdrawableAsync(
        TaskCompletionSource<JsonElement> waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        return await waiter.Task;
    }

    private async Task ListenAsync(string name, Box box)
    {
        box.IsListening = true;
        while (box.Waiters.Any(w => !w.Task.IsCompleted))
        {
            Deliver(name, box, await host.WaitForExternalEvent<JsonElement>(name));
        }

        box.IsListening = false;
    }

    private void Deliver(string name, Box box, JsonElement payload)
    {
        while (box.Waiters.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult(payload))
            {
                return;
            }
        }

        if (isForwarding)
        {
            host.SendEvent(host.InstanceId, name, payload);
        }
        else
        {
            box.Kept.Enqueue(payload);
        }
    }

    private sealed class Box
    {
        public Queue<TaskCompletionSource<JsonElement>> Waiters { get; } = new();

        public Queue<JsonElement> Kept { get; } = new();

        public bool IsListening { get; set; }
    }
}
