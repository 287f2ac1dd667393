using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Runs;

/// <summary>A backup taken out again in the clear, encrypted before or not.</summary>
public sealed class ExportTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        await Cli.RunAsync("key", "create", "--key-file", "a.key");
        await harness.CreateAsync("plain");
        await harness.CreateAsync("nightly", "--key-file", "a.key");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("nightly", "--key-file", "a.key")]
    public async Task For_velero_it_is_a_location_as_velero_writes_it(string name, params string[] key)
    {
        var run = await Cli.RunAsync(["backup", "export", name, "--format", "velero", "-o", "out", "--output", "json", .. key]);

        var root = Path.Combine(Cli.WorkPath, "out");
        var folder = Path.Combine(root, "backups", name);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(root, run.Json.GetProperty("path").GetString());
        Assert.Equal(
            [
                $"{name}-itemoperations.json.gz", $"{name}-logs.gz", $"{name}-podvolumebackups.json.gz", $"{name}-resource-list.json.gz",
                $"{name}-results.gz", $"{name}-volumeinfo.json.gz", $"{name}-volumesnapshots.json.gz", $"{name}.tar.gz", "velero-backup.json",
            ],
            Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal));
        Assert.Equal(name, JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "velero-backup.json")))
            .RootElement.GetProperty("metadata").GetProperty("name").GetString());

        var entries = Entries(Path.Combine(folder, $"{name}.tar.gz"));
        Assert.Equal("metadata/version", entries[0].Name);
        Assert.Equal(7, entries.Count);
        for (var i = 0; i < 3; i++)
        {
            var (one, twin) = (entries[1 + (2 * i)], entries[2 + (2 * i)]);
            Assert.Equal($"resources/configmaps/namespaces/shop/settings-{i}.json", one.Name);
            Assert.Equal($"resources/configmaps/v1-preferredversion/namespaces/shop/settings-{i}.json", twin.Name);
            Assert.Equal(one.Content, twin.Content);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(Cli.WorkPath), path => path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("nightly", "--key-file", "a.key")]
    public async Task For_tar_it_is_the_plain_tarball(string name, params string[] key)
    {
        var run = await Cli.RunAsync(["backup", "export", name, "--format", "tar", "-o", "out.tar.gz", .. key]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, Entries(Path.Combine(Cli.WorkPath, "out.tar.gz")).Count);
    }

    [Theory]
    [InlineData("velero")]
    [InlineData("tar")]
    public async Task What_is_there_is_not_replaced(string format)
    {
        Directory.CreateDirectory(Path.Combine(Cli.WorkPath, "out"));
        var run = await Cli.RunAsync("backup", "export", "plain", "--format", format, "-o", "out");

        Assert.Equal(5, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Cli.WorkPath, "out")));
    }

    [Theory]
    [InlineData("velero")]
    [InlineData("tar")]
    public async Task Damage_leaves_nothing_half_written(string format)
    {
        var archive = Directory.GetFiles(Cli.StorePath, "nightly.tar.gz.enc", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(archive);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(archive, content);
        var before = Cli.Files();

        var run = await Cli.RunAsync("backup", "export", "nightly", "--format", format, "-o", "out", "--key-file", "a.key");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("damaged", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Cli.Files());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_and_no_defect()
    {
        var run = await Cli.RunAsync("backup", "export", "plain", "--format", "velero", "-o", "no/such/out");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("defect", run.Error, StringComparison.Ordinal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    private static List<(string Name, string Content)> Entries(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var entries = new List<(string, string)>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            entries.Add((entry.Name, reader.ReadToEnd()));
        }

        return entries;
    }
}
