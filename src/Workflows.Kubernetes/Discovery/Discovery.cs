using Workflows.Core.Resources;

namespace Workflows.Kubernetes;

/// <summary>What a server serves.</summary>
/// <param name="Resources">Each resource once, at its preferred version; subresources are left out.</param>
/// <param name="Broken">What could not be asked, for example an aggregated API that is down.</param>
public sealed record Discovery(IReadOnlyList<ApiResource> Resources, IReadOnlyList<BrokenGroup> Broken);
