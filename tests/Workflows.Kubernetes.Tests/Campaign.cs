namespace Workflows.Kubernetes.Tests;

internal static class Campaign
{
    /// <summary>How many rounds: the full count only where <c>WORKFLOWS_FULL=1</c> asks for it.</summary>
    public static int Size(int small, int full) =>
        Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1" ? full : small;
}
