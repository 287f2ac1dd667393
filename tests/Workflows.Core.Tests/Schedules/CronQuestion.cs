namespace Workflows.Core.Tests.Schedules;

/// <summary>When is an expression due in a zone, after one instant and up to another?</summary>
internal sealed record CronQuestion(string Expression, string Zone, DateTimeOffset From, DateTimeOffset To);
