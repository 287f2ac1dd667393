namespace Workflows.Core.Errors;

/// <summary>What an error means to a caller; each edge maps it to its own words (exit code, HTTP status, retry).</summary>
public enum ErrorKind
{
    /// <summary>Something failed that fits no other kind.</summary>
    Failed,

    /// <summary>The request itself is wrong; nothing was changed.</summary>
    Usage,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>What was to be created exists, or somebody else holds it.</summary>
    Conflict,

    /// <summary>The credentials are missing, wrong, expired, or not enough.</summary>
    Denied,

    /// <summary>The other side does not answer now: worth trying again.</summary>
    Unavailable,

    /// <summary>Stored bytes are not what was written: a flipped bit, a truncation, a hostile archive.</summary>
    Damaged,
}
