using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Orchestrations.Hooks;

/// <summary>The orchestrators and activities of hooks, by the names that stand in histories.</summary>
public static class HookNames
{
    public static readonly OrchestratorName<HookGroup, HookGroupResult> RunHooks = new("RunHooks");

    /// <summary>Looks which pods of the selection have hooks.</summary>
    public static readonly ActivityName<PlanBackupInput, HookPlan> FindHooks = new("FindHooks");

    /// <summary>Runs one hook, and stores what became of it.</summary>
    public static readonly ActivityName<HookRun, HookRunResult> RunHook = new("RunHook");
}
