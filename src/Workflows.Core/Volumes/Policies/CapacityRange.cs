namespace Workflows.Core.Volumes.Policies;

/// <summary>How large volumes are that a policy takes; both ends belong to it.</summary>
/// <param name="AtLeast">In bytes; null for an open end.</param>
/// <param name="AtMost">In bytes; null for an open end.</param>
public sealed record CapacityRange(decimal? AtLeast, decimal? AtMost)
{
    /// <param name="bytes">A volume's capacity; null for one that tells none, which no range takes.</param>
    public bool Includes(decimal? bytes) =>
        bytes is { } size && (AtLeast is not { } least || size >= least) && (AtMost is not { } most || size <= most);
}
