namespace Workflows.Kubernetes;

/// <summary>Which part of a container's log.</summary>
public sealed record LogQuery
{
    /// <summary>The container; null for the pod's only one.</summary>
    public string? Container { get; init; }

    /// <summary>Go on with what is written from now on, until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Of the container's run before this one.</summary>
    public bool Previous { get; init; }

    /// <summary>Begin each line with when it was written (RFC 3339).</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only what is newer than this.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Only the last so many lines.</summary>
    public int? TailLines { get; init; }

    /// <summary>At most so many bytes.</summary>
    public long? LimitBytes { get; init; }
}
