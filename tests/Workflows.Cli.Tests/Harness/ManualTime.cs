namespace Workflows.Cli.Tests.Harness;

/// <summary>A clock that stands until it is moved; its timers fire when it passes them.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public void Advance(TimeSpan span) => now += span;
}
