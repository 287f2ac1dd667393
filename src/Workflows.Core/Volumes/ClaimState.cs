namespace Workflows.Core.Volumes;

/// <summary>What became of a claim's data.</summary>
public enum ClaimState
{
    /// <summary>It was moved.</summary>
    Completed,

    /// <summary>It was left out, as somebody wanted it or as what is there demands.</summary>
    Skipped,

    /// <summary>It was to be moved and was not.</summary>
    Failed,
}
