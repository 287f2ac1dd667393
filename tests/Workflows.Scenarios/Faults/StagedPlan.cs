using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>The plan of a backup under way.</summary>
internal static class StagedPlan
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the plan is stored, or the backup has ended: from then on parts are read.</summary>
    public static async Task UntilThereAsync(Workspace workspace, Running.Program backup)
    {
        var staging = Path.Combine(workspace.Store, "staging");
        while (!backup.HasEnded
            && !(Directory.Exists(staging)
                && Directory.EnumerateFiles(staging, "group-*.json", SearchOption.AllDirectories).Any()))
        {
            await Task.Delay(Poll);
        }
    }
}
