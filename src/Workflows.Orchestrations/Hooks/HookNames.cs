using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Hooks;

/// <summary>The orchestrators and activities of hooks, by the names that stand in histories.</summary>
public static class HookNames
{
    public static readonly OrchestratorName<HookGroup, HookGroupResult> RunHooks = new("RunHooks");

    /// <summary>Looks which pods of the selection have hooks.</summary>
    public static readonly ActivityName<PlanBackupInput, HookPlan> FindHooks = new("FindHooks");

    /// <summary>Reads which pods may go on when claims of a group have their data in the backup.</summary>
    public static readonly ActivityName<MoveClaimsInput, IReadOnlyList<HookRelease>> ReadReleases = new("ReadReleases");

    /// <summary>Runs one hook, and stores what became of it.</summary>
    public static readonly ActivityName<HookRun, HookRunResult> RunHook = new("RunHook");
}
