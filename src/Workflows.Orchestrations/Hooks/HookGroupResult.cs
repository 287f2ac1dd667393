namespace Workflows.Orchestrations.Hooks;

/// <summary>How the hooks of a group went.</summary>
/// <param name="Ran">How many there were.</param>
/// <param name="Failed">How many failed in a way that is an error of the backup.</param>
public sealed record HookGroupResult(int Ran, int Failed);
