using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Hooks;

/// <summary>The orchestrators and activities of hooks, by the names that stand in histories.</summary>
public static class HookNames
{
    public static readonly OrchestratorName<HookGroup, HookGroupResult> RunHooks = new("RunHooks");

    /// <summary>Runs the hooks of pods that a restore brought.</summary>
    public static readonly OrchestratorName<RestoreHooksInput, RestoredHooks> RestoreHooks = new("RestoreHooks");

    /// <summary>Waits for some of those pods, and runs their hooks.</summary>
    public static readonly OrchestratorName<RestoreHookBatch, HookGroupResult> RestorePodHooks = new("RestorePodHooks");

    /// <summary>Looks which pods of the selection have hooks.</summary>
    public static readonly ActivityName<PlanBackupInput, HookPlan> FindHooks = new("FindHooks");

    /// <summary>Looks which pods that a restore brought have hooks.</summary>
    public static readonly ActivityName<FindRestoreHooksInput, RestoreHookLook> FindRestoreHooks = new("FindRestoreHooks");

    /// <summary>Looks whether a restore hook can run now.</summary>
    public static readonly ActivityName<RestoreHookRun, HookSight> LookAtHookedPod = new("LookAtHookedPod");

    /// <summary>Runs one restore hook, and stores what became of it.</summary>
    public static readonly ActivityName<RestoreHookRun, HookRunResult> RunRestoreHook = new("RunRestoreHook");

    /// <summary>Reads which pods may go on when claims of a group have their data in the backup.</summary>
    public static readonly ActivityName<MoveClaimsInput, IReadOnlyList<HookRelease>> ReadReleases = new("ReadReleases");

    /// <summary>Runs one hook, and stores what became of it.</summary>
    public static readonly ActivityName<HookRun, HookRunResult> RunHook = new("RunHook");
}
