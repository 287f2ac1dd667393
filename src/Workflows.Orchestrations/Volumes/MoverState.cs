namespace Workflows.Orchestrations.Volumes;

/// <summary>What is known of a mover from one look to the next. Nothing of it is secret.</summary>
public sealed record MoverState
{
    /// <summary>Nothing is known yet.</summary>
    public static MoverState Unknown { get; } = new();

    /// <summary>The pod that was handed something over; another one waits for a hand-over of its own.</summary>
    public string? Pod { get; init; }

    /// <summary>The attempt that it is at work on: 32 hexadecimal digits.</summary>
    public string? Attempt { get; init; }

    /// <summary>When its grant of the store is to be renewed; null for never.</summary>
    public DateTimeOffset? RenewGrantAt { get; init; }

    /// <summary>When to say again in the store that the attempt is at work; null where nothing is said.</summary>
    public DateTimeOffset? RenewIntentAt { get; init; }
}
