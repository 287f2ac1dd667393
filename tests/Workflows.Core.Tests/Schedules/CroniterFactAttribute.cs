namespace Workflows.Core.Tests.Schedules;

/// <summary>A test that compares with croniter.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CroniterFactAttribute : FactAttribute
{
    public CroniterFactAttribute() => Skip = Croniter.WhyNot;
}
