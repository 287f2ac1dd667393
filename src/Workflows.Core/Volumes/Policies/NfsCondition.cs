using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Policies;

/// <summary>Volumes on NFS servers.</summary>
/// <param name="Server">The server as the volume names it; null for any.</param>
/// <param name="Path">The exported path; null for any.</param>
public sealed record NfsCondition(string? Server, string? Path)
{
    /// <param name="volume">The PersistentVolume.</param>
    public bool Matches(JsonObject? volume) =>
        volume.Map("spec").Map("nfs") is { } nfs
        && (Server is null || nfs.Text("server") == Server)
        && (Path is null || nfs.Text("path") == Path);
}
