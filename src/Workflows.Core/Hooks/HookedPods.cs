namespace Workflows.Core.Hooks;

/// <summary>Where a restore's pods are looked for.</summary>
/// <param name="Namespaces">The namespaces that it restores objects to.</param>
/// <param name="Workloads">The kinds that it restores, of those that make pods: <c>plural.group</c>.</param>
public sealed record HookedPods(IReadOnlyList<string> Namespaces, IReadOnlyList<string> Workloads);
