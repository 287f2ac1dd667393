namespace Workflows.Core.Restores.Rules;

/// <summary>How an object that is met came to be there, as far as the restore that meets it is concerned.</summary>
public enum RestoreOrigin
{
    /// <summary>It was there before this restore, or somebody else made it.</summary>
    Foreign,

    /// <summary>This restore created it.</summary>
    Created,

    /// <summary>This restore updated what was there before.</summary>
    Updated,
}
