namespace Workflows.Core.Restores;

/// <summary>What becomes of the data of restored claims: Backup for GKE's three policies.</summary>
public enum VolumeDataPolicy
{
    /// <summary>
    /// Data that the backup holds is restored into a new volume. A claim whose data it does not hold is treated as with
    /// <see cref="ReuseHandle"/>.
    /// </summary>
    RestoreData,

    /// <summary>Volumes whose storage outlives their claims are restored as they are: the claim finds its data there.</summary>
    ReuseHandle,

    /// <summary>Every claim gets a new volume, which is empty.</summary>
    NoData,
}
