using System.Runtime.Versioning;
using Workflows.Archive.Copying;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Verifying;

namespace Workflows.Activities.Tests.Copies;

/// <summary>What a copy brings and leaves, on real backups.</summary>
[SupportedOSPlatform("linux")]
public sealed class CopyTests : IDisposable
{
    private readonly CopyBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_copy_has_every_byte_of_the_backup_and_nothing_else_but_that_it_is_a_copy()
    {
        await bench.MakeAsync("nightly");

        var (plan, copied) = await bench.CopyAsync("nightly");

        var (from, to) = (await CopyBench.FilesAsync(bench.From), await CopyBench.FilesAsync(bench.To));
        Assert.Equal([.. from.Keys.Order(StringComparer.Ordinal)], to.Keys.Where(path => path != ArchiveLayout.Copy("nightly")).Order(StringComparer.Ordinal));
        Assert.All(from, file => Assert.Equal(file.Value, to[file.Key]));
        Assert.Equal((1, plan.Missing), (plan.Volumes, copied.Copied));
        Assert.Equal(0, plan.There.Files);
        var mark = await new BackupCopies(bench.To).FindAsync("nightly", TestBackup.Uid);
        Assert.Equal((bench.From.Location.AbsoluteUri, bench.Now), (mark!.From, mark.At));
        Assert.Null(await new BackupCopies(bench.From).FindAsync("nightly", TestBackup.Uid));
        await RequireIntactAsync("nightly", key: null);
    }

    [Fact]
    public async Task An_encrypted_backup_is_copied_without_its_key_and_opens_with_it_also_after_the_source_got_another()
    {
        var (key, other) = (FileKey.Generate(), FileKey.Generate());
        await bench.MakeAsync("nightly", key);

        await bench.CopyAsync("nightly");
        await KeyRotation.RotateAsync(bench.From, "nightly", key, other);

        await RequireIntactAsync("nightly", key);
        Assert.Equal(key.KeyId, await KeyEnvelopes.FindKeyIdAsync(bench.To, "nightly"));
    }

    [Fact]
    public async Task Data_that_an_earlier_copy_has_brought_is_not_copied_again()
    {
        var first = await bench.MakeAsync("first");
        await bench.CopyAsync("first");
        bench.Change("second");
        var second = await bench.MakeAsync("second", uid: Guid.NewGuid());
        await bench.WatchAsync();

        var (plan, _) = await bench.CopyAsync("second");

        var layout = new VolumeLayout(CopyBench.Volume);
        Assert.Equal(second.Packs.Except(first.Packs).Select(pack => layout.Pack(pack.Name)), bench.Brought);
        Assert.Equal((1, first.Packs.Sum(pack => pack.Length)), (plan.There.Files, plan.There.Bytes));
        await RequireIntactAsync("first", key: null);
        await RequireIntactAsync("second", key: null);
    }

    [Fact]
    public async Task The_next_backup_into_the_target_shares_what_was_copied()
    {
        var first = await bench.MakeAsync("first");
        await bench.CopyAsync("first");
        bench.Change("second");

        var next = await bench.MakeAsync("next", uid: Guid.NewGuid(), at: bench.To);

        Assert.Equal(first.Name, next.Parent);
        Assert.Subset(next.Packs.ToHashSet(), first.Packs.ToHashSet());
    }

    [Fact]
    public async Task The_same_backup_is_found_to_be_there_and_nothing_is_changed()
    {
        await bench.MakeAsync("nightly");
        await bench.CopyAsync("nightly");
        var before = await CopyBench.FilesAsync(bench.To);

        Assert.True((await bench.ReserveAsync(CopyBench.Input("nightly"))).IsThere);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), (await CopyBench.FilesAsync(bench.To)).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_that_another_backup_has_or_is_getting_is_left_to_it(bool isMade)
    {
        await bench.MakeAsync("nightly");
        var other = Guid.NewGuid();
        if (isMade)
        {
            await bench.MakeAsync("nightly", uid: other, at: bench.To);
        }
        else
        {
            await BackupReservation.AcquireAsync(bench.To, "nightly", TestBackup.Owner(other));
        }

        var before = await CopyBench.FilesAsync(bench.To);
        var input = CopyBench.Input("nightly");

        var refused = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.ReserveAsync(input));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.False(await bench.CleanUpAsync(input, plan: null));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), (await CopyBench.FilesAsync(bench.To)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_volume_that_has_another_key_in_the_target_can_t_be_copied_beside_it()
    {
        await bench.MakeAsync("nightly", FileKey.Generate());
        var key = FileKey.Generate();
        await bench.MakeAsync("other", key, Guid.NewGuid(), bench.To);
        var before = await CopyBench.FilesAsync(bench.To);
        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);

        var refused = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.PlanAsync(input));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("another key", refused.Message, StringComparison.Ordinal);
        Assert.True(await bench.CleanUpAsync(input, plan: null));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), (await CopyBench.FilesAsync(bench.To)).Keys.Order(StringComparer.Ordinal));
        await RequireIntactAsync("other", key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_or_lost_file_is_named_and_nothing_of_the_copy_stays(bool isLost)
    {
        var record = await bench.MakeAsync("nightly");
        var pack = new VolumeLayout(CopyBench.Volume).Pack(record.Packs[0].Name);
        var data = (await CopyBench.ContainerAsync(bench.From)).Inner;
        if (isLost)
        {
            data.Remove(pack);
        }
        else
        {
            var content = data.Snapshot()[pack].ToArray();
            content[100] ^= 1;
            data.Overwrite(pack, content);
        }

        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);
        var plan = await bench.PlanAsync(input);

        var damaged = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.CopyFilesAsync(input, plan.Name));

        Assert.Equal(ErrorKind.Damaged, damaged.Kind);
        Assert.Contains(pack, damaged.Message, StringComparison.Ordinal);
        Assert.True(await bench.CleanUpAsync(input, plan.Name));
        Assert.Empty(await CopyBench.FilesAsync(bench.To));
    }

    [Fact]
    public async Task A_backup_that_is_deleted_while_it_is_copied_leaves_no_copy()
    {
        await bench.MakeAsync("nightly");
        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);
        var plan = await bench.PlanAsync(input);
        foreach (var path in bench.From.Inner.Snapshot().Keys)
        {
            bench.From.Inner.Remove(path);
        }

        var gone = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.CopyFilesAsync(input, plan.Name));

        Assert.Equal(ErrorKind.NotFound, gone.Kind);
        Assert.Contains("was deleted", gone.Message, StringComparison.Ordinal);
        Assert.True(await bench.CleanUpAsync(input, plan.Name));
        Assert.Empty(await CopyBench.FilesAsync(bench.To));
    }

    [Fact]
    public async Task A_copy_that_was_given_up_while_it_slept_writes_nothing_any_more()
    {
        await bench.MakeAsync("nightly");
        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);
        var plan = await bench.PlanAsync(input);
        await bench.CopyFilesAsync(input, plan.Name);
        await bench.CleanUpAsync(input, plan.Name);
        await BackupReservation.AcquireAsync(bench.To, "nightly", TestBackup.Owner(Guid.NewGuid()));
        var before = await CopyBench.FilesAsync(bench.To);

        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.PlanAsync(input))).Kind);
        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.CopyFilesAsync(input, plan.Name))).Kind);
        await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.CommitAsync(input, plan.Name));

        Assert.Equal(before.Keys, (await CopyBench.FilesAsync(bench.To)).Keys);
        Assert.Null(await new BackupCatalog(bench.To).FindAsync("nightly"));
    }

    /// <summary>In the target, without a look at the source.</summary>
    private async Task RequireIntactAsync(string name, IKeyEncryption? key)
    {
        var report = await ArchiveVerifier.VerifyAsync(bench.To, name, key);
        Assert.Empty(report.Problems);
        var catalog = new VolumeCatalog(bench.To);
        var records = (await catalog.ListAsync()).Where(record => record.StartsWith($"{name}.", StringComparison.Ordinal)).ToList();
        var volume = await catalog.OpenAsync(Assert.Single(records), key);
        var data = await new VolumeStores(bench.To).OpenAsync(volume.Record);
        Assert.Empty(await new VolumeVerifier(data, volume.Record, volume.Keys).FindDamageAsync());
    }
}
