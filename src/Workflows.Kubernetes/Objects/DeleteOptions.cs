namespace Workflows.Kubernetes;

/// <summary>How an object is deleted; the preconditions keep a newer object of the same name from being hit.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only if the object is still at this resource version.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What happens to dependents; null leaves it to the resource.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>How many seconds the object may take to end; null for its own default, 0 for at once.</summary>
    public int? GracePeriodSeconds { get; init; }

    public bool DryRun { get; init; }
}
