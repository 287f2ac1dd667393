namespace Workflows.Core.Volumes.Placing;

/// <summary>Where a claim's mover must run, or why there can be none.</summary>
/// <param name="Node">The node; null where the scheduler may choose.</param>
/// <param name="Refusal">Why the claim's data can't be moved, in a sentence; null where it can.</param>
public sealed record Placement(string? Node, string? Refusal)
{
    /// <summary>Wherever the scheduler finds that the volume can be used.</summary>
    public static Placement Anywhere { get; } = new(null, null);

    public static Placement On(string node) => new(node, null);

    public static Placement Refuse(string reason) => new(null, reason);
}
