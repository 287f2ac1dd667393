namespace Workflows.Api;

/// <summary>What one request, and all of them together, may take.</summary>
public sealed record ApiLimits
{
    /// <summary>How long a body may be, in bytes.</summary>
    public int BodyBytes { get; init; } = 256 * 1024;

    /// <summary>How many requests are answered at once; more are told to come back.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>How long a request may take; what it began goes on being safe to ask for again.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(100);
}
