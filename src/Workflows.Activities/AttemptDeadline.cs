using Workflows.Core.Errors;

namespace Workflows.Activities;

/// <summary>
/// Ends an attempt that writes to a cluster long after its host has given it up and another has done its work: a
/// machine that was paused and goes on must not undo what people did since.
/// </summary>
/// <param name="services">The clock, and how long an attempt may take.</param>
internal sealed class AttemptDeadline(ActivityServices services)
{
    private readonly DateTimeOffset end = services.Time.GetUtcNow() + services.AttemptLimit;

    /// <exception cref="WorkflowsException">It is over; another attempt may take the time it needs.</exception>
    public void Require()
    {
        if (services.Time.GetUtcNow() > end)
        {
            throw new WorkflowsException(
                ErrorKind.Unavailable,
                $"This attempt began more than {services.AttemptLimit.TotalMinutes:0} minutes ago and writes no more; "
                + "it is made again from where it is.");
        }
    }
}
