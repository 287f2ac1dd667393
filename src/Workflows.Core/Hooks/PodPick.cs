namespace Workflows.Core.Hooks;

/// <summary>Which of the pods that it is for a rule means.</summary>
public enum PodPick
{
    /// <summary>Each of them.</summary>
    Every,

    /// <summary>One: the first, by its number in its StatefulSet.</summary>
    First,

    /// <summary>
    /// One: the second where there are more than two, so that what a replicated application's first pod serves is not held
    /// up by a backup; else the first. So does Backup for GKE.
    /// </summary>
    SecondOfMany,
}
