namespace Workflows.Orchestrations.Hooks;

/// <summary>What became of a hook, as far as an orchestration has to know.</summary>
/// <param name="Ran">Whether there was one to run.</param>
/// <param name="Failed">Whether that is an error of the backup or restore.</param>
public sealed record HookRunResult(bool Ran, bool Failed)
{
    /// <summary>There was none.</summary>
    public static readonly HookRunResult Nothing = new(Ran: false, Failed: false);

    /// <summary>Whether the pod has another one of the moment, after this.</summary>
    public bool HasNext { get; init; }
}
