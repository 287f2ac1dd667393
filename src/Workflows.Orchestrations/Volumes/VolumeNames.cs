using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes;

/// <summary>The orchestrators and activities that move volumes' data, by the names that stand in histories.</summary>
public static class VolumeNames
{
    /// <summary>Moves the claims of one group, some at a time.</summary>
    public static readonly OrchestratorName<MoveClaimsInput, ClaimCounts> MoveClaims = new("MoveClaims");

    /// <summary>Backs one claim's data up.</summary>
    public static readonly OrchestratorName<ClaimInput, ClaimOutcome> BackupClaim = new("BackupClaim");

    /// <summary>Restores one claim's data.</summary>
    public static readonly OrchestratorName<ClaimInput, ClaimOutcome> RestoreClaim = new("RestoreClaim");

    /// <summary>Looks which claims a backup takes, and removes what dead runs left of movers.</summary>
    public static readonly ActivityName<PlanVolumesInput, VolumePlan> PlanVolumes = new("PlanVolumes");

    /// <summary>Reads one group of the plan's claims.</summary>
    public static readonly ActivityName<MoveClaimsInput, IReadOnlyList<PlannedClaim>> ReadClaims = new("ReadClaims");

    /// <summary>Stores what became of a group's claims, so that histories hold numbers only.</summary>
    public static readonly ActivityName<RecordClaimsInput, bool> RecordClaims = new("RecordClaims");

    /// <summary>Makes a claim's Job, or finds it.</summary>
    public static readonly ActivityName<ClaimMove, MoverStart> StartMover = new("StartMover");

    /// <summary>Looks at a mover; hands over what it waits for, and renews what ends.</summary>
    public static readonly ActivityName<AttendInput, MoverReport> AttendMover = new("AttendMover");

    /// <summary>Makes what a mover stored a backup of the volume.</summary>
    public static readonly ActivityName<CommitVolumeInput, ClaimOutcome> CommitVolume = new("CommitVolume");

    /// <summary>Removes a claim's Job with its pods, and then what it left in the store; tells whether all is gone.</summary>
    public static readonly ActivityName<ClaimMove, bool> CleanUpMover = new("CleanUpMover");

    /// <summary>Ends all movers of a run, those that are to come included.</summary>
    public static readonly ActivityName<VolumeRun, bool> StopMovers = new("StopMovers");
}
