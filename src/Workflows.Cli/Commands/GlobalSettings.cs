using Workflows.Cli.Output;

namespace Workflows.Cli.Commands;

/// <summary>What the global options and their variables and defaults came to.</summary>
internal sealed record GlobalSettings
{
    /// <summary>The store's URI; a folder as an absolute path, so that every way to write it is one store.</summary>
    public required string Store { get; init; }

    /// <summary>The folder that runs under way keep their journals in.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The store and the folder as typed, for hints at what to type next; null where not typed.</summary>
    public string? StoreOption { get; init; }

    public string? StateOption { get; init; }

    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public OutputFormat Format { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }
}
