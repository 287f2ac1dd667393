using FsCheck;

namespace Workflows.Core.Tests;

/// <summary>How many inputs a property is tried with: a few, or all with WORKFLOWS_FULL=1.</summary>
internal static class Campaign
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1";

    public static Config Config { get; } = Config.QuickThrowOnFailure.WithMaxTest(IsFull ? 20_000 : 300);
}
