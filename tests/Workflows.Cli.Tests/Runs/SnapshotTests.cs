using Workflows.Activities.Volumes.Snapshots;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Backups whose claims' data is in snapshots, as the command line tells of them and deletes them.</summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly ArchivedSnapshot Snapshot = new("disk.csi.example.com", "snap-1")
    {
        Class = "fast",
        Content = "snapcontent-1",
        Bytes = 5_000,
        TakenAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private readonly RunHarness harness = new();

    private readonly List<SnapshotRemoval> removals = [];

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task A_description_names_the_snapshot_that_holds_a_claims_data()
    {
        await CreateAsync();

        var volume = (await harness.Cli.RunAsync("backup", "describe", "nightly", "-o", "json")).Json.GetProperty("volumes")[0];
        var text = await harness.Cli.RunAsync("backup", "describe", "nightly");

        var snapshot = volume.GetProperty("snapshot");
        Assert.Equal("disk.csi.example.com", snapshot.GetProperty("driver").GetString());
        Assert.Equal("snap-1", snapshot.GetProperty("handle").GetString());
        Assert.Equal(5_000, snapshot.GetProperty("bytes").GetInt64());
        Assert.False(volume.TryGetProperty("record", out _));
        Assert.Contains("snapshot snap-1", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_backup_removes_its_snapshots_where_they_were_taken()
    {
        await CreateAsync();
        RemoveBy(removal => removal.Known.Count);

        var deleted = await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes", "-o", "json");

        Assert.Equal(0, deleted.ExitCode);
        Assert.False(deleted.Json.TryGetProperty("snapshotsLeft", out _));
        Assert.Equal([Snapshot], Assert.Single(removals).Known);
    }

    [Fact]
    public async Task A_backup_whose_cluster_is_gone_is_deleted_all_the_same_and_what_is_left_is_named()
    {
        await CreateAsync();
        RemoveBy(_ => throw new WorkflowsException(ErrorKind.Unavailable, "blue does not answer."));

        var deleted = await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes");

        Assert.Equal(3, deleted.ExitCode);
        Assert.Contains("disk.csi.example.com: snap-1", deleted.Out, StringComparison.Ordinal);
        Assert.Contains("blue does not answer.", deleted.Out, StringComparison.Ordinal);
        Assert.Equal(4, (await harness.Cli.RunAsync("backup", "describe", "nightly")).ExitCode);
    }

    [Fact]
    public async Task An_encrypted_backup_says_how_many_it_has_without_its_key_and_the_cluster_knows_which()
    {
        Assert.Equal(0, (await harness.Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        await CreateAsync("--key-file", "a.key");
        RemoveBy(_ => 0);

        var deleted = await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes");

        Assert.Equal(3, deleted.ExitCode);
        Assert.Contains("1 of its snapshots", deleted.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("snap-1", deleted.Out, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(removals).Known);
    }

    [Fact]
    public async Task A_backup_without_snapshots_is_deleted_without_a_cluster()
    {
        await harness.CreateAsync("nightly");

        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes")).ExitCode);
    }

    [Fact]
    public async Task Snapshots_take_no_image_and_what_moves_files_does()
    {
        var alone = await harness.Cli.RunAsync("backup", "create", "a", "--exclude-secrets", "--volume-action", "snapshot");
        var moved = await harness.Cli.RunAsync(
            "backup", "create", "b", "--exclude-secrets", "--include-volume-data", "--volume-action", "snapshot+move");

        Assert.Equal((2, 2), (alone.ExitCode, moved.ExitCode));
        Assert.Contains("--include-volume-data", alone.Error, StringComparison.Ordinal);
        Assert.Contains("--mover-image", moved.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("movers")]
    [InlineData("movers", "--include-volume-data")]
    [InlineData("movers", "--include-volume-data", "--volume-action", "snapshot")]
    [InlineData("Not_one", "--include-volume-data", "--volume-action", "snapshot+move")]
    public async Task A_movers_namespace_is_one_and_is_for_snapshots_that_are_read(string ns, params string[] options)
    {
        var refused = await harness.Cli.RunAsync(
            ["backup", "create", "a", "--exclude-secrets", "--mover-image", "m:1", "--mover-namespace", ns, .. options]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--mover-namespace", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app/group")]
    [InlineData("no label", "--include-volume-data", "--volume-action", "snapshot")]
    public async Task The_label_of_groups_is_one_and_is_for_volumes(string label, params string[] options)
    {
        var refused = await harness.Cli.RunAsync(
            ["backup", "create", "a", "--exclude-secrets", "--volume-group-snapshot-label-key", label, .. options]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--volume-group-snapshot-label-key", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("velero.io/volume-group")]
    [InlineData("app.example.com/group", "--volume-group-snapshot-label-key", "app.example.com/group")]
    [InlineData("", "--volume-group-snapshot-label-key", "")]
    public async Task Groups_are_told_by_veleros_label_or_another_or_there_are_none(string label, params string[] options)
    {
        await CreateAsync(["--include-volume-data", "--volume-action", "snapshot", .. options]);

        Assert.Equal(label, harness.Activities.BackedUp!.Mover!.GroupLabel);
    }

    private async Task CreateAsync(params string[] more)
    {
        harness.Activities.Volumes = [new(new("shop", "data"), ClaimState.Completed, null) { Snapshot = Snapshot }];
        var created = await harness.CreateAsync("nightly", more);
        Assert.True(created.ExitCode == 0, created.Error);
    }

    private void RemoveBy(Func<SnapshotRemoval, int> remove) => harness.Cli.Services = harness.Cli.Services with
    {
        RemoveSnapshots = (ClusterReference _, SnapshotRemoval removal, TimeProvider _, CancellationToken _) =>
        {
            removals.Add(removal);
            return Task.FromResult(remove(removal));
        },
    };
}
