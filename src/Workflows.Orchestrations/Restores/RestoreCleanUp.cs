using Microsoft.Extensions.Logging;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Orchestrations.Restores;

/// <summary>Removes what a restore or a comparison staged; shared by both.</summary>
internal static class RestoreCleanUp
{
    /// <summary>What is left behind when this fails is untidy, and changes nothing of the result.</summary>
    public static async Task RunAsync(OrchestrationContext context, RestoreSpec spec, Guid runUid)
    {
        try
        {
            await context.CallActivityAsync(RestoreNames.CleanUpRestore, new CleanUpRestoreInput(spec, runUid), Retries.Transient);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(RestoreCleanUp)).LogWarning(
                "Restore {Name} left files in the staging area: {Reason}", spec.Name, failed.Message);
        }
    }
}
