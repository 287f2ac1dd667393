using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>Holds answers to the revision that was asked for.</summary>
internal static class ExactRevision
{
    /// <summary>
    /// Every answer says at which revision it was read: a proxy or a server that ignores what was asked for would
    /// otherwise mix moments in silence.
    /// </summary>
    /// <param name="resource">What was listed.</param>
    /// <param name="page">The answer.</param>
    /// <param name="revision">The revision asked for; null where none was.</param>
    /// <exception cref="WorkflowsException">It was read at another.</exception>
    public static void Require(ApiResource resource, ListPage page, string? revision)
    {
        if (revision is not null && page.ResourceVersion != revision)
        {
            throw new WorkflowsException(
                ErrorKind.Failed,
                $"The list of {resource.GroupResource} was asked for at revision {revision} and came at "
                + $"{page.ResourceVersion}: what answers is not the API server that was planned with.");
        }
    }
}
