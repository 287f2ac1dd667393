using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Encrypted backups that hold the data of the same claims, and are given another key.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SharedVolumeKeyTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "b.key")).ExitCode);
        await BackUpAsync("monday", "0", "1");
        await BackUpAsync("tuesday", "1", "2");
        await BackUpAsync("other", "3");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task A_named_backup_takes_its_volumes_keys_along()
    {
        var rotated = await RotateAsync("other");

        Assert.Equal(0, rotated.ExitCode);
        Assert.Equal([VolumeOf("3")], rotated.Json.GetProperty("volumes").EnumerateArray().Select(volume => volume.GetProperty("name").GetString()));
        await AssertNeedsAsync("b.key", "other");
        await AssertNeedsAsync("a.key", "monday");
    }

    [Fact]
    public async Task A_backup_that_shares_a_volume_with_one_that_is_not_named_keeps_its_key_and_says_why()
    {
        var kept = await RotateAsync("monday", "other");

        var monday = kept.Json.GetProperty("backups")[0];
        Assert.Equal((3, "Failed"), (kept.ExitCode, monday.GetProperty("outcome").GetString()));
        Assert.Contains("'tuesday'", monday.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await AssertNeedsAsync("a.key", "monday");
        await AssertNeedsAsync("a.key", "tuesday");
        await AssertNeedsAsync("b.key", "other");
    }

    [Fact]
    public async Task Backups_that_share_volumes_are_rotated_together_and_a_later_call_may_name_one()
    {
        Assert.Equal(0, (await RotateAsync("monday", "tuesday")).ExitCode);

        await AssertNeedsAsync("b.key", "monday");
        await AssertNeedsAsync("b.key", "tuesday");
        Assert.Equal(0, (await RotateAsync("monday")).ExitCode);
    }

    private static string VolumeOf(string claim) => MoverNames.Volume(claim);

    private Task<CliRun> RotateAsync(params string[] names) =>
        Cli.RunAsync(["key", "rotate", .. names, "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json"]);

    private async Task AssertNeedsAsync(string key, string backup)
    {
        var verified = await Cli.RunAsync("backup", "verify", backup, "--key-file", key, "-o", "json");
        Assert.True(verified.ExitCode == 0, verified.Error + verified.Out);
        Assert.True(verified.Json.GetProperty("volumes").GetProperty("count").GetInt32() > 0);
        Assert.False(verified.Json.TryGetProperty("notChecked", out _), verified.Out);
    }

    private async Task BackUpAsync(string backup, params string[] claims)
    {
        var run = Guid.NewGuid();
        harness.Activities.Volumes =
        [
            .. claims.Select(claim => new ClaimOutcome(new("shop", claim), ClaimState.Completed, null)
            {
                Record = MoverNames.Record(backup, run, new("shop", claim)),
                Volume = VolumeOf(claim),
            }),
        ];
        var created = await harness.CreateAsync(backup, "--key-file", "a.key");
        Assert.True(created.ExitCode == 0, created.Error);
        foreach (var claim in claims)
        {
            await BackUpVolumeAsync(MoverNames.Record(backup, run, new("shop", claim)), VolumeOf(claim));
        }
    }

    private async Task BackUpVolumeAsync(string name, string volume)
    {
        var store = ArchiveStores.Open(Cli.StorePath);
        var data = await ((IContainerStore)store).OpenContainerAsync(volume, create: true);
        var runs = new VolumeRuns(store, data, TimeProvider.System, volume);
        var attempt = await runs.BeginAsync(name, volume);
        var key = await VolumeKeys.CreateAsync(store, volume, KeyFile.Read(Path.Combine(Cli.WorkPath, "a.key"), false));
        var request = new TreeBackupRequest(name, volume, attempt, Cli.WorkPath) { Key = key.ForAttempt(attempt) };
        await runs.CommitAsync(await new TreeBackup(data, request, TimeProvider.System).RunAsync(), "shop", key);
        await runs.EndAsync(name, volume);
    }
}
