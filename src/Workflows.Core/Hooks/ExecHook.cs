namespace Workflows.Core.Hooks;

/// <summary>A command that is run in a container: around the moment that a backup shows, or after a restore.</summary>
/// <param name="Container">The container; null for the pod's first.</param>
/// <param name="Command">The program and its arguments; no shell is involved unless it is one.</param>
/// <param name="OnError">What its failure means.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record ExecHook(
    string? Container, IReadOnlyList<string> Command, HookOnError OnError, TimeSpan Timeout)
{
    /// <summary>Velero's, where nothing is said (its <c>pkg/podexec</c>).</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The rule that asks for it; null where an annotation of the pod does.</summary>
    public string? Rule { get; init; }

    /// <summary>What it waits for before it runs; null for nothing.</summary>
    public HookWait? Wait { get; init; }
}
