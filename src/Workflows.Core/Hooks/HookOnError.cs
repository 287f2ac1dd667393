namespace Workflows.Core.Hooks;

/// <summary>What a hook's failure means, in Velero's words.</summary>
public enum HookOnError
{
    /// <summary>It is an error of the backup: what the hook was to make consistent may not be.</summary>
    Fail,

    /// <summary>It is a warning.</summary>
    Continue,
}
