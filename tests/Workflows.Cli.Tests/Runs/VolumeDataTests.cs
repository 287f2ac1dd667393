using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Backups with the data of claims, as the command line tells of them, restores and deletes them.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class VolumeDataTests : IDisposable
{
    private const string Record = "nightly.0123456789ab";

    private const string Volume = "claim-0123456789abcdef0123";

    private readonly RunHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task A_description_names_the_claims_with_what_became_of_their_data()
    {
        await CreateAsync();

        var described = (await harness.Cli.RunAsync("backup", "describe", "nightly", "-o", "json")).Json;
        var text = await harness.Cli.RunAsync("backup", "describe", "nightly");

        var volumes = described.GetProperty("volumes");
        Assert.Equal(2, volumes.GetArrayLength());
        Assert.Equal(("shop", "data", "Completed", 5), (
            volumes[0].GetProperty("namespace").GetString(), volumes[0].GetProperty("claim").GetString(),
            volumes[0].GetProperty("state").GetString(), volumes[0].GetProperty("bytes").GetInt32()));
        Assert.Equal(Record, volumes[0].GetProperty("record").GetString());
        Assert.Equal("It is a block.", volumes[1].GetProperty("reason").GetString());
        Assert.Contains("Data of volumes", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_without_it_says_nothing_of_it()
    {
        await harness.CreateAsync("nightly");

        var described = (await harness.Cli.RunAsync("backup", "describe", "nightly", "-o", "json")).Json;

        Assert.False(described.TryGetProperty("volumes", out _));
    }

    [Fact]
    public async Task Restoring_data_takes_an_image_and_the_other_policies_do_without()
    {
        await CreateAsync();

        var without = await harness.Cli.RunAsync("restore", "create", "r", "--from-backup", "nightly");

        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--mover-image", without.Error, StringComparison.Ordinal);
        Assert.Contains("--volume-data-policy no-data", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifying_a_backup_reads_the_data_of_its_volumes()
    {
        await CreateAsync();
        await BackUpVolumeAsync(Record);

        var verified = await harness.Cli.RunAsync("backup", "verify", "nightly", "-o", "json");

        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Equal(1, verified.Json.GetProperty("volumes").GetProperty("count").GetInt32());
        Assert.True(verified.Json.GetProperty("volumes").GetProperty("bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task A_volume_whose_data_is_not_there_or_not_as_it_was_is_damage()
    {
        await CreateAsync();
        var missing = await harness.Cli.RunAsync("backup", "verify", "nightly", "-o", "json");
        await File.WriteAllTextAsync(Path.Combine(harness.Cli.WorkPath, "file"), "content");
        await BackUpVolumeAsync(Record);
        var pack = Directory.EnumerateFiles(harness.Cli.StorePath, "*", SearchOption.AllDirectories)
            .Single(file => file.Contains("/packs/", StringComparison.Ordinal));
        var content = await File.ReadAllBytesAsync(pack);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(pack, content);
        var flipped = await harness.Cli.RunAsync("backup", "verify", "nightly", "-o", "json");
        Directory.Delete(Path.Combine(harness.Cli.StorePath, "containers"), recursive: true);
        var gone = await harness.Cli.RunAsync("backup", "verify", "nightly", "-o", "json");

        Assert.Equal($"catalog/volumes/{Record}.json", WhereOf(missing));
        Assert.EndsWith(Path.GetFileName(pack), WhereOf(flipped), StringComparison.Ordinal);
        Assert.Equal($"catalog/volumes/{Record}.json", WhereOf(gone));
    }

    [Fact]
    public async Task Deleting_a_backup_deletes_its_own_volume_backups_and_no_others()
    {
        await CreateAsync();
        await BackUpVolumeAsync(Record);
        await BackUpVolumeAsync("nightly.by-hand");
        await BackUpVolumeAsync("nightly2.0123456789ab");

        var deleted = await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes");

        Assert.True(deleted.ExitCode == 0, deleted.Error);
        Assert.Equal(
            ["nightly.by-hand", "nightly2.0123456789ab"],
            await new VolumeCatalog(ArchiveStores.Open(harness.Cli.StorePath)).ListAsync());
    }

    private static string? WhereOf(CliRun verified)
    {
        Assert.Equal(1, verified.ExitCode);
        return Assert.Single(verified.Json.GetProperty("damages").EnumerateArray()).GetProperty("where").GetString();
    }

    private Task<CliRun> CreateAsync()
    {
        harness.Activities.Volumes =
        [
            new(new("shop", "data"), ClaimState.Completed, null) { Record = Record, Volume = Volume, Bytes = 5 },
            ClaimOutcome.Skipped(new("shop", "disk"), "It is a block."),
        ];
        return harness.CreateAsync("nightly");
    }

    private async Task BackUpVolumeAsync(string name)
    {
        var store = ArchiveStores.Open(harness.Cli.StorePath);
        var data = await ((IContainerStore)store).OpenContainerAsync(Volume, create: true);
        var runs = new VolumeRuns(store, data, TimeProvider.System, Volume);
        var attempt = await runs.BeginAsync(name, Volume);
        var tree = new TreeBackup(data, new(name, Volume, attempt, harness.Cli.WorkPath), TimeProvider.System);
        await runs.CommitAsync(await tree.RunAsync(), "shop/data");
        await runs.EndAsync(name, Volume);
    }
}
