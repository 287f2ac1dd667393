namespace Workflows.Volumes.Tests.Support;

/// <summary>How often campaigns run: <c>tests/run.sh --full</c> asks for all of it.</summary>
internal static class Campaign
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1";

    public static int Count(int normally, int inFull) => IsFull ? inFull : normally;
}
