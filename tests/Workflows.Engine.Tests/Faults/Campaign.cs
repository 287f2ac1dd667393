namespace Workflows.Engine.Tests.Faults;

/// <summary>How much of a campaign is run: all of it with WORKFLOWS_FULL=1, a sample otherwise.</summary>
internal static class Campaign
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1";

    /// <summary>The points 1..count, all of them or a sample spread over them.</summary>
    public static IEnumerable<int> Points(int count, int sample) =>
        IsFull || count <= sample
            ? Enumerable.Range(1, count)
            : Enumerable.Range(0, sample).Select(i => 1 + (int)((long)i * (count - 1) / (sample - 1)));
}
