namespace Workflows.Kubernetes;

/// <summary>A group version whose resources are not known.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Message">What went wrong, for a person.</param>
public sealed record BrokenGroup(string Group, string Version, string Message);
