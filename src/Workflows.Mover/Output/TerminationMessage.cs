using Workflows.Volumes.Handover;

namespace Workflows.Mover.Output;

/// <summary>The file that becomes the termination message of the container; by hand there is none.</summary>
internal static class TerminationMessage
{
    public static void Write(string path, MoverOutcome outcome, MoverLog log)
    {
        try
        {
            // Kubernetes made the file; another one in its place would be seen by nobody.
            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Truncate, FileAccess.Write);
                file.Write(outcome.ToTerminationMessage());
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            log.Warn(MoverEvents.Problem, line => line with { Message = $"The termination message can't be written: {refused.Message}" });
        }
    }
}
