namespace Workflows.Orchestrations.Hooks;

/// <summary>Whether a restore hook can run now.</summary>
/// <param name="IsWaiting">Whether its container is still to come.</param>
/// <param name="Timeout">How long that may take.</param>
/// <param name="Reason">What it waits for, or why it can't run any more; null where it can.</param>
public sealed record HookSight(bool IsWaiting, TimeSpan Timeout, string? Reason);
