namespace Workflows.Core.Retention;

/// <summary>Whether a store that keeps delete locks itself lets anybody take one back before its time.</summary>
public enum DeleteLockMode
{
    /// <summary>Who may set locks in the store may take them back there, too; this program never does.</summary>
    Unlocked,

    /// <summary>Nobody may, not the owner of the account either. It can't be undone.</summary>
    Locked,
}
