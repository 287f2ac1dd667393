using Workflows.Core.Volumes;

namespace Workflows.Cli.Serving;

/// <summary>What <c>workflows serve</c> was started with.</summary>
internal sealed record ServeSettings
{
    public required ListenAddress Listen { get; init; }

    /// <summary>The file of the token; null where certificates alone let callers in.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Certificate, key and client authorities, in PEM; null without TLS.</summary>
    public (string Certificate, string Key, string? ClientAuthorities)? Tls { get; init; }

    /// <summary>Reads the key that backups are encrypted with; null where there is none.</summary>
    public required Func<GivenKey?> FindKey { get; init; }

    public required MoverSettings Mover { get; init; }

    /// <summary>Where others are told what happened, and the file of the token for that; null where nobody is told.</summary>
    public (string Address, string? TokenFile)? Events { get; init; }

    /// <summary>How long requests and activities may take to end when the service is stopped.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ended instances can be asked about.</summary>
    public TimeSpan KeepInstances { get; init; } = TimeSpan.FromDays(30);
}
