namespace Workflows.Core.Volumes;

/// <summary>What a host may be told of its movers, by options or by settings.</summary>
public enum MoverLimit
{
    /// <summary>Processors that each mover is promised.</summary>
    CpuRequest,

    /// <summary>Processors that each mover may use.</summary>
    CpuLimit,

    /// <summary>Memory that each mover is promised.</summary>
    MemoryRequest,

    /// <summary>Memory that each mover may use.</summary>
    MemoryLimit,

    /// <summary>How many movers are at work at once.</summary>
    Parallel,

    /// <summary>How many of them on one node.</summary>
    ParallelPerNode,

    /// <summary>How long a mover is waited for that can't start yet.</summary>
    Patience,

    /// <summary>How long one claim's mover may take.</summary>
    TimeLimit,
}
