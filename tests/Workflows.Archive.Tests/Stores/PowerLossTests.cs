using System.Text;
using Workflows.Archive.Committing;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Stores;

/// <summary>The power fails after every possible change to the disk; what the store acknowledged must be there.</summary>
public sealed class PowerLossTests
{
    private const string Root = "/mnt/store";

    // The simulated disk's own time: by any other, its files would be a week old and swept.
    private static readonly FixedClock Clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Store_keeps_what_it_acknowledged_whenever_the_power_fails()
    {
        for (var lifetime = 0; ; lifetime++)
        {
            var disk = new VolatileFiles("/mnt") { Lifetime = lifetime };
            var ledger = await RunAsync(disk);
            for (var seed = 0; seed < Campaign.Count(4, 100); seed++)
                Assert.Empty(await LossesAsync(disk, ledger, seed));
            if (!disk.IsDown)
                return;
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_flush_that_is_left_out_is_noticed(bool withoutFolders, bool withoutFiles)
    {
        var disk = new VolatileFiles("/mnt") { IgnoresFolderFlushes = withoutFolders, IgnoresFileFlushes = withoutFiles };
        var ledger = await RunAsync(disk);

        Assert.NotEmpty(await LossesAsync(disk, ledger, seed: 0));
    }

    [Fact]
    public async Task A_commit_cut_off_anywhere_ends_whole_when_it_is_repeated()
    {
        for (var lifetime = 0; ; lifetime++)
        {
            // The segments were acknowledged before: that part of the disk is safe.
            var staging = new VolatileFiles("/mnt");
            var segments = await StageAsync(new FolderStore(Root, staging, Clock));
            var disk = staging.AfterPowerLoss(() => false, lifetime);
            var finished = await TryCommitAsync(disk, segments);

            for (var seed = 0; seed < Campaign.Count(2, 20); seed++)
            {
                var random = new Random(seed);
                var store = new FolderStore(Root, disk.AfterPowerLoss(() => random.Next(2) == 0), Clock);
                await CommitAsync(store, segments);
                Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
            }

            if (finished)
                return;
        }
    }

    [Fact]
    public async Task A_manifest_that_survives_names_a_whole_backup()
    {
        var manifests = 0;
        for (var lifetime = 0; ; lifetime += 3)
        {
            var staging = new VolatileFiles("/mnt");
            var segments = await StageAsync(new FolderStore(Root, staging, Clock));
            var disk = staging.AfterPowerLoss(() => false, lifetime);
            var finished = await TryCommitAsync(disk, segments);

            var random = new Random(lifetime);
            var store = new FolderStore(Root, disk.AfterPowerLoss(() => random.Next(2) == 0), Clock);
            if (await new BackupCatalog(store).FindAsync("nightly") is not null)
            {
                manifests++;
                Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
            }

            if (finished)
                break;
        }

        Assert.NotEqual(0, manifests);
    }

    private static async Task<bool> TryCommitAsync(VolatileFiles disk, IReadOnlyList<PartSegment> segments)
    {
        try
        {
            await CommitAsync(new FolderStore(Root, disk, Clock), segments);
            return true;
        }
        catch (PowerLossException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<PartSegment>> StageAsync(FolderStore store)
    {
        var objects = TestObject.Guestbook();
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        return
        [
            await TestBackup.StageAsync(store, "nightly", 0, objects.Take(4), blockBytes: 300),
            await TestBackup.StageAsync(store, "nightly", 1, objects.Skip(4)),
        ];
    }

    private static Task<ArchiveManifest> CommitAsync(FolderStore store, IReadOnlyList<PartSegment> segments) =>
        ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), segments, ["done"]);

    /// <summary>Does one of everything and notes, for each path, what it may hold: after an acknowledgement, one thing.</summary>
    private static async Task<Dictionary<string, string?[]>> RunAsync(VolatileFiles disk)
    {
        var store = new FolderStore(Root, disk, Clock);
        var ledger = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        try
        {
            await StepAsync("catalog/a", "one", () => store.WriteAsync("catalog/a", Bytes("one"), WriteCondition.IfAbsent));
            await StepAsync("catalog/a", "two", () => store.WriteAsync("catalog/a", Bytes("two"), WriteCondition.None));
            await StepAsync("deep/er/b", "three", () => store.WriteAsync("deep/er/b", Bytes("three"), WriteCondition.None));
            await StepAsync("block:1", "1", () => store.StageBlockAsync("blob", "1", Bytes("1")));
            await StepAsync("block:2", "2", () => store.StageBlockAsync("blob", "2", Bytes("2")));
            await StepAsync("deep/er/b", null, () => store.DeleteAsync("deep/er/b"));
            await StepAsync("deep/er/c", "four", () => store.WriteAsync("deep/er/c", Bytes("four"), WriteCondition.None));
            await StepAsync("deep/er/d", "five", () => AppendAsync(store, "deep/er/d", "fi", "ve"));
            ledger["block:1"] = ["1", null];
            ledger["block:2"] = ["2", null];
            await StepAsync("blob", "12", () => store.CommitBlocksAsync("blob", ["1", "2"], WriteCondition.IfAbsent));
        }
        catch (PowerLossException)
        {
            // What was acknowledged until then is in the ledger.
        }

        return ledger;

        async Task StepAsync(string path, string? content, Func<Task> step)
        {
            var before = ledger.GetValueOrDefault(path, [null]);
            ledger[path] = [.. before, content];
            await step();
            ledger[path] = [content];
        }
    }

    private static async Task AppendAsync(FolderStore store, string path, params string[] pieces)
    {
        await using var writer = store.OpenWrite(path, capacity: 100);
        foreach (var piece in pieces)
            await writer.AppendAsync(Bytes(piece));
        await writer.CommitAsync(WriteCondition.IfAbsent);
    }

    private static async Task<List<string>> LossesAsync(VolatileFiles disk, Dictionary<string, string?[]> ledger, int seed)
    {
        // Seed 0 is the worst disk: nothing survives that was not flushed.
        var random = new Random(seed);
        var files = disk.AfterPowerLoss(() => seed != 0 && random.Next(2) == 0);
        var store = new FolderStore(Root, files, Clock);
        var losses = new List<string>();
        foreach (var (path, allowed) in ledger)
        {
            var found = path.StartsWith("block:", StringComparison.Ordinal)
                ? ReadBlock(files, path["block:".Length..])
                : await ReadAsync(store, path);
            if (!allowed.Contains(found, StringComparer.Ordinal))
                losses.Add($"{path} is '{found}', not one of '{string.Join("', '", allowed)}'");
        }

        return losses;
    }

    private static async Task<string?> ReadAsync(FolderStore store, string path)
    {
        if (await store.FindAsync(path) is null)
            return null;
        await using var stream = await store.OpenReadAsync(path);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Looked at on the disk, since a commit would consume it.</summary>
    private static string? ReadBlock(VolatileFiles files, string id)
    {
        var path = new FolderLayout(Root).Block("blob", id);
        if (files.Find(path) is null)
            return null;
        using var reader = new StreamReader(files.OpenRead(path));
        return reader.ReadToEnd();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
