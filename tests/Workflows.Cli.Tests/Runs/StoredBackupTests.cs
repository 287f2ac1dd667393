using System.Formats.Tar;
using System.IO.Compression;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Runs;

/// <summary>What can be done with a backup that is there.</summary>
public sealed class StoredBackupTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    public async Task InitializeAsync() => Assert.Equal(0, (await harness.CreateAsync("nightly")).ExitCode);

    [Theory]
    [InlineData("get")]
    [InlineData("describe")]
    [InlineData("logs")]
    [InlineData("verify")]
    [InlineData("compare")]
    [InlineData("delete", "--yes")]
    [InlineData("download", "-o", "x.tar.gz")]
    public async Task A_backup_that_is_not_there_is_not_found_and_nothing_is_changed(string command, params string[] more)
    {
        var before = harness.Cli.Files();

        var run = await harness.Cli.RunAsync(["backup", command, "weekly", .. more]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("weekly", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, harness.Cli.Files());
    }

    [Fact]
    public async Task A_restore_from_a_backup_that_is_not_there_is_not_found()
    {
        var run = await harness.Cli.RunAsync("restore", "create", "--from-backup", "weekly");

        Assert.Equal(4, run.ExitCode);
    }

    [Fact]
    public async Task Describe_lists_every_object_only_with_details()
    {
        var brief = await harness.Cli.RunAsync("backup", "describe", "nightly", "-o", "json");
        var details = await harness.Cli.RunAsync("backup", "describe", "nightly", "--details", "-o", "json");

        Assert.False(brief.Json.TryGetProperty("objects", out _));
        Assert.Equal(
            ["settings-0", "settings-1", "settings-2"],
            details.Json.GetProperty("objects").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Download_writes_a_private_tarball_and_replaces_none_unless_forced()
    {
        var first = await harness.Cli.RunAsync("backup", "download", "nightly", "-o", "n.tar.gz", "--output", "json");
        var second = await harness.Cli.RunAsync("backup", "download", "nightly", "-o", "n.tar.gz");
        var forced = await harness.Cli.RunAsync("backup", "download", "nightly", "-o", "n.tar.gz", "--force");

        var file = Path.Combine(harness.Cli.WorkPath, "n.tar.gz");
        Assert.Equal((0, 5, 0), (first.ExitCode, second.ExitCode, forced.ExitCode));
        Assert.Equal(file, first.Json.GetProperty("file").GetString());
        Assert.Equal(new FileInfo(file).Length, first.Json.GetProperty("bytes").GetInt64());
        Assert.Contains("--force", second.Error, StringComparison.Ordinal);
        Assert.Equal(["n.tar.gz"], Directory.GetFiles(harness.Cli.WorkPath).Select(Path.GetFileName));
        Assert.Contains("resources/configmaps/namespaces/shop/settings-0.json", EntriesOf(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Download_into_a_folder_that_is_not_there_says_so_and_is_no_defect()
    {
        var run = await harness.Cli.RunAsync("backup", "download", "nightly", "-o", "no/such/n.tar.gz");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("defect", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(harness.Cli.WorkPath));
    }

    [Fact]
    public async Task Delete_without_a_terminal_needs_yes()
    {
        var run = await harness.Cli.RunAsync("backup", "delete", "nightly");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "get", "nightly")).ExitCode);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("YES\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("\n", 1)]
    [InlineData("", 1)]
    public async Task Delete_on_a_terminal_asks_first(string answer, int exitCode)
    {
        harness.Cli.IsTerminal = true;
        harness.Cli.Input = answer;

        var run = await harness.Cli.RunAsync("backup", "delete", "nightly");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("[y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0 ? 4 : 0, (await harness.Cli.RunAsync("backup", "get", "nightly")).ExitCode);
    }

    [Fact]
    public async Task A_backup_with_a_damaged_manifest_is_listed_as_damaged()
    {
        var manifest = Directory.GetFiles(harness.Cli.StorePath, "nightly.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(manifest, "{}");

        var run = await harness.Cli.RunAsync("backup", "get", "-o", "json");

        Assert.Equal("Damaged", run.Json.GetProperty("backups")[0].GetProperty("phase").GetString());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    private static List<string> EntriesOf(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }
}
