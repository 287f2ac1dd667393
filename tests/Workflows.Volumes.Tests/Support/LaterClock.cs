namespace Workflows.Volumes.Tests.Support;

/// <summary>The time, later than it is: what was written just now was written long ago.</summary>
internal sealed class LaterClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
