using Workflows.Core.Backups;

namespace Workflows.Activities.Plans;

/// <summary>The runs of plans on this host: what a durable engine knows of them.</summary>
public interface IPlanRuns
{
    /// <summary>The runs of a plan that go, and those that ended and are not forgotten yet.</summary>
    /// <param name="plan">The plan's name, for which they are named.</param>
    /// <param name="store">The address of the store that they back up to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<PlanRun>> ListAsync(string plan, string store, CancellationToken cancellationToken);

    /// <summary>Starts a backup, unless one of that name was started before.</summary>
    /// <returns>Whether this call started it.</returns>
    Task<bool> StartAsync(BackupSpec spec, CancellationToken cancellationToken);
}

/// <summary>A run of a plan.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="IsRunning">Whether it has not ended yet.</param>
/// <param name="HasFailed">Whether it ended without a backup.</param>
public sealed record PlanRun(string Name, bool IsRunning, bool HasFailed);
