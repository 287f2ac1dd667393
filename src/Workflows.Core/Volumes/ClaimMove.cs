namespace Workflows.Core.Volumes;

/// <summary>One claim to move, with all that it takes.</summary>
/// <param name="Run">The backup or restore that it is part of.</param>
/// <param name="Planned">The claim.</param>
public sealed record ClaimMove(VolumeRun Run, PlannedClaim Planned)
{
    /// <summary>The name of its Job.</summary>
    public string Job => MoverNames.Job(Run.Uid, Planned.Claim);
}
