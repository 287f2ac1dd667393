namespace Workflows.Core.Schedules.Cron;

/// <summary>A way to say when something is due.</summary>
internal interface IDueTimes
{
    /// <summary>The first instant after <paramref name="after"/> that is due; both in UTC.</summary>
    DateTime Next(DateTime after);
}
