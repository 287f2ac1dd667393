namespace Workflows.Archive.Tests.Support;

/// <summary>A clock on which every pause is over at once; deadlines, which are longer, are as long as ever.</summary>
public sealed class ImpatientClock : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime >= TimeSpan.Zero && dueTime <= LongestPause ? TimeSpan.Zero : dueTime, period);
}
