namespace Workflows.Kubernetes;

/// <summary>A command to run in a container.</summary>
public sealed record ExecRequest
{
    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    /// <summary>The container; null for the pod's default or only one.</summary>
    public string? Container { get; init; }

    /// <summary>The command and its arguments; no shell is involved unless it is one.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// What the command reads; null for nothing. Its end reaches the command only on servers that speak
    /// <c>v5.channel.k8s.io</c> (Kubernetes 1.30 and later): on others the command must know by itself when to stop.
    /// </summary>
    public Stream? Stdin { get; init; }

    /// <summary>Where its output goes; null discards it.</summary>
    public Stream? Stdout { get; init; }

    /// <summary>Where its errors go; null discards them. With a terminal they are part of the output.</summary>
    public Stream? Stderr { get; init; }

    /// <summary>Whether the command gets a terminal.</summary>
    public bool Tty { get; init; }
}
