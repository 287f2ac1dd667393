namespace Workflows.Orchestrations.Hooks;

/// <summary>What became of a hook, as far as an orchestration has to know.</summary>
/// <param name="Ran">Whether there was one to run.</param>
/// <param name="Failed">Whether that is an error of the backup.</param>
public sealed record HookRunResult(bool Ran, bool Failed);
