namespace Workflows.Core.Restores;

/// <summary>What happens to an object that the cluster already has and that is not as archived.</summary>
public enum ConflictMode
{
    /// <summary>It is left as it is, and the report says so.</summary>
    Skip,

    /// <summary>It is made as archived.</summary>
    Update,
}
