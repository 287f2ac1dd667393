using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>Raised events by name, without regard to case: those nobody waits for yet, and those who wait.</summary>
internal sealed class EventMailbox
{
    private readonly Dictionary<string, Slot> slots = new(StringComparer.OrdinalIgnoreCase);
    private long arrivals;

    /// <summary>How many waits are open.</summary>
    public int Waiting { get; private set; }

    /// <summary>Hands an event to the first who waits for it, or keeps it.</summary>
    public void Deliver(EventRaised raised)
    {
        var slot = SlotOf(raised.Name);
        arrivals++;
        if (slot.Waiters.First is { } first)
        {
            slot.Waiters.Remove(first);
            Waiting--;
            first.Value.Complete(raised.Payload);
        }
        else
        {
            slot.Kept.Enqueue((arrivals, raised));
        }
    }

    /// <summary>The next event of that name, or a wait for it that the token withdraws.</summary>
    public Task<T> Take<T>(string name, TurnLoop loop, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var slot = SlotOf(name);
        var waiter = new DurableTask<T>(name);
        if (slot.Kept.TryDequeue(out var kept))
        {
            waiter.Complete(kept.Raised.Payload);
            return waiter.Task;
        }

        var node = slot.Waiters.AddLast(waiter);
        Waiting++;
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => Withdraw(slot, node, loop, cancellationToken));
        }

        return waiter.Task;
    }

    /// <summary>The events that nobody has taken, in the order of their arrival.</summary>
    public IReadOnlyList<EventRaised> Unprocessed() =>
        [.. slots.Values.SelectMany(s => s.Kept).OrderBy(k => k.Arrival).Select(k => k.Raised)];

    private void Withdraw(
        Slot slot, LinkedListNode<IDurableTask> node, TurnLoop loop, CancellationToken cancellationToken)
    {
        if (loop.IsInside() && node.List is not null)
        {
            slot.Waiters.Remove(node);
            Waiting--;
            node.Value.Cancel(cancellationToken);
        }
    }

    private Slot SlotOf(string name)
    {
        if (!slots.TryGetValue(name, out var slot))
        {
            slots.Add(name, slot = new Slot());
        }

        return slot;
    }

    private sealed class Slot
    {
        public Queue<(long Arrival, EventRaised Raised)> Kept { get; } = new();

        public LinkedList<IDurableTask> Waiters { get; } = [];
    }
}
