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
}
