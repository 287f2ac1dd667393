namespace Workflows.Archive.Tests.Support;

/// <summary>How often a campaign repeats: a few times by default, the full count where <c>WORKFLOWS_FULL=1</c>.</summary>
public static class Campaign
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1";

    public static int Count(int small, int full) => IsFull ? full : small;
}
