namespace Workflows.Benchmarks.Volumes;

/// <summary>What is done to a tree, in this order.</summary>
internal static class VolumeStep
{
    /// <summary>A first backup of what the kernel has forgotten.</summary>
    public const string Cold = "cold";

    /// <summary>A first backup of what the kernel remembers.</summary>
    public const string First = "first";

    /// <summary>A second one after a change.</summary>
    public const string Second = "second";

    /// <summary>A restore of the second into an empty directory.</summary>
    public const string Empty = "restore";

    /// <summary>The same into a directory that holds most of it.</summary>
    public const string Present = "restore-present";
}
