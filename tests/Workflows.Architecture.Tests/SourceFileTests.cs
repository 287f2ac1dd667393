namespace Workflows.Architecture.Tests;

public sealed class SourceFileTests
{
    private const int MaxLines = 400;

    [Fact]
    public void No_source_file_is_longer_than_one_job_needs()
    {
        var tooLong = Repository.SourceFiles
            .Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.File}: {file.Lines} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Orchestrations_are_kept_deterministic_by_the_compiler()
    {
        var folder = Path.Combine(Repository.Root, "src", "Workflows.Orchestrations");
        var banned = File.ReadAllText(Path.Combine(folder, "BannedSymbols.txt"));
        string[] needed =
        [
            "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.UtcNow;", "M:System.Guid.NewGuid;",
            "T:System.Random;", "M:System.Threading.Tasks.Task.Delay(System.TimeSpan);",
            "M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean);", "T:System.IO.File;",
            "T:System.Net.Http.HttpClient;", "T:System.Environment;",
        ];

        Assert.Contains("BannedSymbols.txt", File.ReadAllText(Repository.SourceProjects["Workflows.Orchestrations"]));
        Assert.All(needed, symbol => Assert.Contains(symbol, banned));
    }

    [Fact]
    public void The_adapter_to_Azure_stays_on_the_orchestrators_own_scheduler()
    {
        var folder = Path.Combine(Repository.Root, "src", "Workflows.Functions");
        var banned = File.ReadAllText(Path.Combine(folder, "BannedSymbols.txt"));
        string[] needed =
        [
            "M:System.Threading.Tasks.Task.Run(System.Action);", "M:System.Threading.Tasks.Task.Delay(System.TimeSpan);",
            "M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean);",
            "M:System.Threading.Tasks.Task`1.ConfigureAwait(System.Boolean);",
        ];

        Assert.Contains("BannedSymbols.txt", File.ReadAllText(Repository.SourceProjects["Workflows.Functions"]));
        Assert.All(needed, symbol => Assert.Contains(symbol, banned));
    }

    /// <summary>Their packages restore in few places: with them in it, the solution would build in as few.</summary>
    [Fact]
    public void The_solution_builds_without_the_packages_of_Azure_Functions()
    {
        Assert.DoesNotContain("Workflows.Functions", File.ReadAllText(Path.Combine(Repository.Root, "Workflows.sln")));
        Assert.All(
            Repository.AllProjects.Where(project => !project.Contains("Workflows.Functions", StringComparison.Ordinal)),
            project => Assert.DoesNotMatch(
                """(PackageReference Include="Microsoft\.(DurableTask|Azure\.Functions))|ProjectReference Include="[^"]*Workflows\.Functions""",
                File.ReadAllText(project)));
    }
}
