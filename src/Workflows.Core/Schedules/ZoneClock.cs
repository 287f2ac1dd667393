namespace Workflows.Core.Schedules;

/// <summary>
/// What the clocks on the wall show in a zone, and when. Asks the zone only for its offset at an instant, which is
/// never ambiguous; what .NET says of invalid and ambiguous local times is not exact where a zone moves for good.
/// </summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    /// <summary>Finer than any two changes of a zone's clocks are apart.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromHours(12);

    /// <summary>No clock is further from UTC.</summary>
    private static readonly TimeSpan FurthestOffset = TimeSpan.FromHours(14);

    public TimeSpan OffsetAt(DateTime instant) => zone.GetUtcOffset(instant);

    /// <summary>What the clocks show at an instant.</summary>
    public DateTime WallAt(DateTime instant) => DateTime.SpecifyKind(instant + OffsetAt(instant), DateTimeKind.Unspecified);

    /// <summary>
    /// The first instant at which the clocks have reached a wall time: the first of two where it is shown twice, and
    /// the moment of the jump where it is jumped over.
    /// </summary>
    public DateTime FirstInstantOf(DateTime wall)
    {
        var asUtc = DateTime.SpecifyKind(wall, DateTimeKind.Utc);
        var latest = asUtc + FurthestOffset;
        var from = asUtc - FurthestOffset;
        while (true)
        {
            var instant = asUtc - OffsetAt(from);
            if (instant <= from)
            {
                return from;
            }

            if (ChangeIn(from, latest) is not { } change || instant < change)
            {
                return instant;
            }

            from = change;
        }
    }

    /// <summary>The first moment after <paramref name="from"/>, up to and with <paramref name="to"/>, with another offset.</summary>
    public DateTime? ChangeIn(DateTime from, DateTime to)
    {
        var offset = OffsetAt(from);
        for (var before = from; before < to;)
        {
            var after = to - before > Probe ? before + Probe : to;
            if (OffsetAt(after) != offset)
            {
                return Bisect(before, after, offset);
            }

            before = after;
        }

        return null;
    }

    private DateTime Bisect(DateTime before, DateTime after, TimeSpan offsetBefore)
    {
        while (after - before > TimeSpan.FromTicks(1))
        {
            var middle = before + TimeSpan.FromTicks((after - before).Ticks / 2);
            (before, after) = OffsetAt(middle) == offsetBefore ? (middle, after) : (before, middle);
        }

        return after;
    }
}
