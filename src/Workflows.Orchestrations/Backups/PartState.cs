namespace Workflows.Orchestrations.Backups;

/// <summary>What became of a captured part by a later revision.</summary>
public enum PartState
{
    /// <summary>It holds the same objects in the same versions: what was captured shows the later revision too.</summary>
    Unchanged,

    /// <summary>Something was written, or could not be looked at: it must be captured again.</summary>
    Changed,

    /// <summary>The later revision was compacted as well.</summary>
    Compacted,
}
