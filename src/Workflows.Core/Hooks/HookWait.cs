namespace Workflows.Core.Hooks;

/// <summary>What a hook waits for before it runs.</summary>
/// <param name="ForReady">Whether its container must be ready; else it must run.</param>
/// <param name="Timeout">How long that may take.</param>
public sealed record HookWait(bool ForReady, TimeSpan Timeout)
{
    /// <summary>
    /// Where nothing is said. Velero waits without an end then, and so does its restore; ten minutes are what Velero gives
    /// everything else that it waits for.
    /// </summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The longest that a restore waits for one hook: its end must come.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);
}
