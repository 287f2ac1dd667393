namespace Workflows.Kubernetes;

/// <summary>What a server says of itself.</summary>
/// <param name="Major">The major version.</param>
/// <param name="Minor">The minor version, without what providers append to it (<c>27+</c> is 27).</param>
/// <param name="GitVersion">The whole version, for example <c>v1.27.3-gke.100</c>.</param>
public sealed record ServerVersion(int Major, int Minor, string GitVersion);
