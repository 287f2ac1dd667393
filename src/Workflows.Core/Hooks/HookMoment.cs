namespace Workflows.Core.Hooks;

/// <summary>When a hook runs.</summary>
public enum HookMoment
{
    /// <summary>Before the moment that the backup shows.</summary>
    Pre,

    /// <summary>After it.</summary>
    Post,

    /// <summary>When its pod is restored.</summary>
    Restored,
}
