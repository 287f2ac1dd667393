namespace Workflows.Volumes.Handover;

/// <summary>What a mover's log tells of.</summary>
public static class MoverEvents
{
    /// <summary>It runs; the path is what it will read or write.</summary>
    public const string Started = "started";

    /// <summary>It can be handed a job.</summary>
    public const string Waiting = "waiting";

    /// <summary>It was handed a job and begins.</summary>
    public const string Accepted = "accepted";

    /// <summary>A hand-over was refused; it goes on as before.</summary>
    public const string Refused = "refused";

    /// <summary>It was handed another grant and goes on with that.</summary>
    public const string Renewed = "renewed";

    /// <summary>How far it is: when that changed, at most every 5 seconds, and at least every minute.</summary>
    public const string Progress = "progress";

    /// <summary>The store does not answer as it should, or the grant has ended: it waits and tries again.</summary>
    public const string StoreWaiting = "store-waiting";

    /// <summary>The store answers again.</summary>
    public const string StoreAnswers = "store-answers";

    /// <summary>An entry could not be read, or made, as it should.</summary>
    public const string Problem = "problem";

    /// <summary>The last line: it is done.</summary>
    public const string Completed = "completed";

    /// <summary>The last line: it is not done, and why.</summary>
    public const string Failed = "failed";

    /// <summary>The last line: it was told to end.</summary>
    public const string Interrupted = "interrupted";
}
