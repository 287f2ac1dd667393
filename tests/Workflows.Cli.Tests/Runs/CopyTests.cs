using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Backups that are copied to another store.</summary>
public sealed class CopyTests : IDisposable
{
    private readonly RunHarness harness = new();

    public void Dispose() => harness.Dispose();

    private string Other => Path.Combine(harness.Cli.WorkPath, "other");

    [Fact]
    public async Task A_copy_says_what_it_brought_and_can_be_verified_where_it_is()
    {
        await harness.CreateAsync("nightly");

        var copied = await CopyAsync("-o", "json");

        Assert.Equal(0, copied.ExitCode);
        Assert.Equal(
            ("nightly", harness.Cli.StorePath, Other, false, 0),
            (
                copied.Json.GetProperty("name").GetString(),
                copied.Json.GetProperty("from").GetString(),
                copied.Json.GetProperty("to").GetString(),
                copied.Json.GetProperty("wasThere").GetBoolean(),
                copied.Json.GetProperty("volumes").GetInt32()));
        Assert.True(copied.Json.GetProperty("files").GetInt64() > 2);
        Assert.False(copied.Json.TryGetProperty("snapshots", out _));
        Assert.Empty(harness.Runs());
        Directory.Delete(harness.Cli.StorePath, recursive: true);
        Assert.Equal(0, (await harness.Cli.RunPlainAsync("backup", "verify", "nightly", "--store", Other)).ExitCode);
    }

    [Fact]
    public async Task A_second_copy_finds_the_backup_there()
    {
        await harness.CreateAsync("nightly");
        await CopyAsync();

        var again = await CopyAsync();

        Assert.Equal((0, $"Backup 'nightly' is in {Other} already; nothing was copied.\n"), (again.ExitCode, again.Out));
    }

    [Fact]
    public async Task A_name_that_is_taken_there_is_a_conflict_and_nothing_is_changed()
    {
        await harness.CreateAsync("nightly");
        Assert.Equal(0, (await harness.Cli.RunPlainAsync(
            "backup", "create", "nightly", "--exclude-secrets", "--store", Other, "--state", harness.Cli.StatePath)).ExitCode);
        var before = harness.Cli.Files();

        var refused = await CopyAsync();

        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("another one", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, harness.Cli.Files());
    }

    [Fact]
    public async Task A_backup_that_is_not_there_is_not_found_and_a_store_is_not_copied_into_itself()
    {
        await harness.CreateAsync("nightly");
        var before = harness.Cli.Files();

        Assert.Equal(4, (await harness.Cli.RunAsync("backup", "copy", "weekly", "--to", Other)).ExitCode);
        Assert.Equal(2, (await harness.Cli.RunAsync("backup", "copy", "nightly", "--to", harness.Cli.StorePath)).ExitCode);
        Assert.Equal(2, (await harness.Cli.RunAsync("backup", "copy", "nightly")).ExitCode);
        Assert.Equal(before, harness.Cli.Files());
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("backup", "copy", "nightly")]
    public async Task A_copy_that_was_stopped_is_no_backup_and_goes_on(params string[] command)
    {
        await harness.CreateAsync("nightly");
        Assert.Equal(130, (await InterruptAsync()).ExitCode);
        Assert.Single(harness.Runs());
        Assert.Equal(4, (await harness.Cli.RunPlainAsync("backup", "verify", "nightly", "--store", Other)).ExitCode);

        var run = await harness.Cli.RunAsync(command[0] == "resume" ? command : [.. command, "--to", Other]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Copied backup 'nightly'", run.Out, StringComparison.Ordinal);
        Assert.Empty(harness.Runs());
        Assert.Equal(0, (await harness.Cli.RunPlainAsync("backup", "verify", "nightly", "--store", Other)).ExitCode);
    }

    [Fact]
    public async Task A_copy_that_was_stopped_is_given_up_by_deleting_it_where_it_was_to_be()
    {
        await harness.CreateAsync("nightly");
        await InterruptAsync();

        var deleted = await harness.Cli.RunPlainAsync(
            "backup", "delete", "nightly", "--yes", "--store", Other, "--state", harness.Cli.StatePath);

        Assert.Equal((0, "Gave up backup 'nightly'.\n"), (deleted.ExitCode, deleted.Out));
        Assert.Empty(harness.Runs());
        Assert.Empty(await ArchiveStores.Open(Other).ListAsync("").Select(blob => blob.Path).ToListAsync());
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "describe", "nightly")).ExitCode);
    }

    [Fact]
    public async Task Snapshots_stay_with_their_storage_and_with_the_backup_that_the_copy_is_of()
    {
        var removals = new List<SnapshotRemoval>();
        harness.Cli.Services = harness.Cli.Services with
        {
            RemoveSnapshots = (_, removal, _, _) =>
            {
                removals.Add(removal);
                return Task.FromResult(removal.Known.Count);
            },
        };
        harness.Activities.Volumes =
        [
            new(new("shop", "data"), ClaimState.Completed, Reason: null) { Snapshot = new ArchivedSnapshot("disk.csi.example.com", "snap-1") },
        ];
        await harness.CreateAsync("nightly");

        var copied = await CopyAsync("-o", "json");
        var inWords = await CopyAsync();
        var deleted = await harness.Cli.RunPlainAsync("backup", "delete", "nightly", "--yes", "--store", Other, "-o", "json");

        Assert.Equal(1, copied.Json.GetProperty("snapshots").GetInt32());
        Assert.Contains("1 snapshot with the storage system", inWords.Out, StringComparison.Ordinal);
        Assert.Equal(0, deleted.ExitCode);
        Assert.Empty(removals);
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes")).ExitCode);
        Assert.Single(removals);
    }

    private Task<CliRun> CopyAsync(params string[] more) => harness.Cli.RunAsync(["backup", "copy", "nightly", "--to", Other, .. more]);

    /// <summary>Stops it, as Ctrl-C does, while files are copied.</summary>
    private async Task<CliRun> InterruptAsync()
    {
        harness.Activities.OnCopy = cancellationToken =>
        {
            harness.Cli.Interrupts.Send();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        var run = await CopyAsync();
        harness.Activities.OnCopy = _ => Task.CompletedTask;
        return run;
    }
}
