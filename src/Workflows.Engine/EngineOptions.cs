using Microsoft.Extensions.Logging;
using Workflows.Engine.Files;

namespace Workflows.Engine;

/// <summary>How an <see cref="EngineHost"/> runs.</summary>
public sealed record EngineOptions
{
    /// <summary>The folder of the journals; created when it is not there. One process at a time works with it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>How many activities run at once, over all instances.</summary>
    public int MaxConcurrentActivities { get; init; } = 16;

    /// <summary>The clock of timers and histories.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The file system; null is the real one.</summary>
    public IEngineFiles? Files { get; init; }

    public ILoggerFactory? LoggerFactory { get; init; }
}
