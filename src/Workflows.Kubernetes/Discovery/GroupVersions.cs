using Workflows.Core.Resources;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>One group as either kind of discovery describes it.</summary>
/// <param name="Name">The group; empty for the core group.</param>
/// <param name="Versions">Its versions, the preferred one first.</param>
internal sealed record GroupVersions(string Name, IReadOnlyList<VersionResources> Versions);

/// <summary>What one version of a group serves.</summary>
/// <param name="Version">The version.</param>
/// <param name="Resources">Its resources; null if they are not known.</param>
/// <param name="Problem">Why they are not known, or may be out of date.</param>
internal sealed record VersionResources(string Version, IReadOnlyList<ApiResource>? Resources, string? Problem);
