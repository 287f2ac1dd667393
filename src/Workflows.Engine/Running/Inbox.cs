namespace Workflows.Engine.Running;

/// <summary>What waits for an instance's next turn, and whether one is under way.</summary>
internal sealed class Inbox
{
    private readonly Lock gate = new();
    private List<InboxMessage> messages = [];
    private List<InboxMessage> spare = [];
    private Exception? refusal;
    private bool closed;
    private bool busy;

    /// <summary>Adds a message; true when the caller must start a turn.</summary>
    public bool Add(InboxMessage message)
    {
        lock (gate)
        {
            if (!closed)
            {
                messages.Add(message);
                return !busy && (busy = true);
            }
        }

        Drop(message, refusal);
        return false;
    }

    /// <summary>Takes a turn without a message; false when one is under way.</summary>
    public bool TryBegin()
    {
        lock (gate)
        {
            return !busy && (busy = true);
        }
    }

    /// <summary>Everything that came, in order. The list is good until the next call.</summary>
    public List<InboxMessage> Take()
    {
        lock (gate)
        {
            spare.Clear();
            (messages, spare) = (spare, messages);
            return spare;
        }
    }

    /// <summary>Puts back what the turn could not take yet, before what came since.</summary>
    public void Return(IReadOnlyList<InboxMessage> unused)
    {
        if (unused.Count > 0)
        {
            lock (gate)
            {
                messages.InsertRange(0, unused);
            }
        }
    }

    /// <summary>Ends the turn, unless more has come: then false, and the caller goes on.</summary>
    public bool TryRest()
    {
        lock (gate)
        {
            busy = messages.Count > 0;
            return !busy;
        }
    }

    /// <summary>Takes nothing more: what waits and what comes is refused, or dropped when there is no reason.</summary>
    public void Close(Exception? reason)
    {
        List<InboxMessage> dropped;
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            refusal = reason;
            dropped = messages;
            messages = [];
        }

        foreach (var message in dropped)
        {
            Drop(message, reason);
        }
    }

    private static void Drop(InboxMessage message, Exception? reason)
    {
        if (reason is null)
        {
            message.Acknowledgement?.TrySetResult();
        }
        else
        {
            message.Acknowledgement?.TrySetException(reason);
        }
    }
}
