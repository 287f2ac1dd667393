using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>Holds answers to the revision that was asked for.</summary>
internal static class ExactRevision
{
    /// <summary>
    /// Every answer says at which revision it was read: a proxy or a server that ignores what was asked for would
    /// otherwise mix moments in silence.
    /// </summary>
    /// <exception cref="WorkflowsException">It was read at another.</exception>
    public static void Require(CaptureSlice slice, ListPage page, string? revision)
    {
        if (revision is not null && !slice.OwnRevision && page.ResourceVersion != revision)
        {
            throw new WorkflowsException(
                ErrorKind.Failed,
                $"The list of {slice.Plural} was asked for at revision {revision} and came at "
                + $"{page.ResourceVersion}: what answers is not the API server that was planned with.");
        }
    }
}
