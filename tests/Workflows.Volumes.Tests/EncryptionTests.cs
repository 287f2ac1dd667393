using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Verifying;

namespace Workflows.Volumes.Tests;

/// <summary>Backups with a key: who reads them, who can't, and what happens where keys meet.</summary>
[SupportedOSPlatform("linux")]
public sealed class EncryptionTests : IDisposable
{
    private readonly FileKey mine = FileKey.Generate();
    private readonly FileKey another = FileKey.Generate();
    private readonly VolumeFolder folder;

    public EncryptionTests() => folder = new(mine);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_of_the_volume_is_readable_in_what_was_ever_stored()
    {
        var content = RandomNumberGenerator.GetBytes(10_000);
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "a-name"), content);
        var written = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var store = new HookedStore(folder.Store);
        store.AfterWrite = async path => written[path] = await File.ReadAllBytesAsync(Path.Combine(folder.StorePath, path));
        var record = await folder.BackUpAsync("first", store, TimeProvider.System);
        written[record.Tree.Path] = await File.ReadAllBytesAsync(Path.Combine(folder.StorePath, record.Tree.Path));
        var key = await VolumeKeys.OpenAsync(store, "data", mine);
        written["with problems"] = VolumeRecordFile.Serialize(
            record with { Problems = [new("a-name", "It changed.")], Notes = ["a-name"] }, key);

        Assert.Equal(7, written.Count);
        var hash = SHA256.HashData(content);
        byte[][] needles =
        [
            "a-name"u8.ToArray(),
            Encoding.UTF8.GetBytes(folder.Tree),
            content[100..120],
            hash,
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)),
            "isEncrypted"u8.ToArray(), // A field of results, which name problems.
            [0x28, 0xB5, 0x2F, 0xFD], // What every frame of Zstandard begins with: what is compressed hides names by itself.
        ];
        foreach (var (path, bytes) in written)
        {
            Assert.All(needles, needle => Assert.True(bytes.AsSpan().IndexOf(needle) < 0, path));
        }
    }

    [Fact]
    public async Task The_right_key_is_needed_named_and_enough()
    {
        await WriteAsync("file", "content");
        var made = await folder.BackUpAsync("first");
        var catalog = new VolumeCatalog(folder.Store);

        var needed = await Assert.ThrowsAsync<KeyNeededException>(() => catalog.OpenAsync("first", null));
        var wrong = await Assert.ThrowsAsync<WrongKeyException>(() => catalog.OpenAsync("first", another));
        var opened = (await catalog.OpenAsync("first", mine)).Record;
        var locked = await catalog.GetAsync("first");

        Assert.Contains(mine.KeyId, needed.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The volume backup \"first\" is encrypted with the key {mine.KeyId}; ", wrong.Message, StringComparison.Ordinal);
        Assert.Equal((made.Source, false), (opened.Source, opened.IsLocked));
        Assert.Equal(("", true, 1), (locked.Source, locked.IsLocked, locked.Totals.Files));
        await Assert.ThrowsAsync<KeyNeededException>(
            () => new VolumeRestore(folder.Store, opened, new(folder.Tree + "-target")).RunAsync(null, default));
    }

    [Fact]
    public async Task What_is_in_the_clear_is_not_taken_for_what_was_made_with_a_key()
    {
        await PlainAsync("plain");

        await Assert.ThrowsAsync<NotEncryptedException>(() => folder.OpenAsync("plain"));
    }

    [Fact]
    public async Task A_backup_with_another_key_than_the_volumes_is_refused_and_leaves_nothing()
    {
        await folder.BackUpAsync("first");
        var stored = Stored();

        await Assert.ThrowsAsync<WrongKeyException>(() => BackUpWithAsync("second", another, folder.Store));

        Assert.Equal(stored, Stored());
    }

    [Fact]
    public async Task Two_first_backups_at_once_agree_on_one_key()
    {
        await WriteAsync("file", "content");
        var store = new HookedStore(folder.Store);
        store.BeforeWrite = async path =>
        {
            if (path == VolumeKeys.EnvelopeOf("data"))
            {
                store.BeforeWrite = _ => Task.CompletedTask;
                await folder.BackUpAsync("second");
            }
        };

        await folder.BackUpAsync("first", store, TimeProvider.System);

        foreach (var name in (string[])["first", "second"])
        {
            var (restored, _) = await folder.RestoreAsync(name);
            Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(restored));
        }
    }

    [Fact]
    public async Task Nothing_is_shared_across_the_border_between_clear_and_encrypted_and_that_is_no_problem()
    {
        await WriteAsync("file", "content");
        var later = new LaterClock(TimeSpan.FromMinutes(1));
        await PlainAsync("plain-1");

        var first = await folder.BackUpAsync("sealed-1", later);
        var plain = await PlainAsync("plain-2");
        var second = await folder.BackUpAsync("sealed-2", later);

        Assert.Equal((null, 7, 7), (first.Parent, first.Totals.ReadBytes, first.Totals.NewBytes));
        Assert.Contains("the earlier backups of the volume are not", Assert.Single(first.Notes), StringComparison.Ordinal);
        Assert.Empty(first.Problems);
        Assert.Equal(("plain-1", 0), (plain.Parent, plain.Totals.NewBytes));
        Assert.Equal(("sealed-1", 0, 0), (second.Parent, second.Totals.ReadBytes, second.Totals.NewBytes));
        Assert.Empty(second.Notes);
        Assert.Empty(first.Packs.Select(pack => pack.Name).Intersect(plain.Packs.Select(pack => pack.Name), StringComparer.Ordinal));
        var contents = await folder.OpenAsync("sealed-1");
        Assert.Equal(first.Notes, contents.Record.Notes);
    }

    [Fact]
    public async Task A_volume_whose_key_is_not_given_any_more_says_what_follows()
    {
        await WriteAsync("file", "content");
        await folder.BackUpAsync("sealed");

        var plain = await PlainAsync("plain");

        Assert.Null(plain.Parent);
        Assert.Contains("in the clear", Assert.Single(plain.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packs_that_took_each_others_places_with_their_hashes_do_not_open()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "file"), RandomNumberGenerator.GetBytes(20_000_000));
        await folder.BackUpAsync("first");
        await WriteAsync("more", "of the second");
        var second = await folder.BackUpAsync("second");
        var mineToo = new VolumeBackup(
            folder.Store, new("other", "claim-2", folder.Tree, folder.Tree) { Key = mine }, TimeProvider.System);
        var other = await mineToo.RunAsync(null, default);
        var (record, keys) = await folder.OpenAsync("first");
        Assert.Single(record.Packs.Select(pack => VolumeLayout.AttemptOfPack(pack.Name)).Distinct(StringComparer.Ordinal));
        var (mineLayout, path) = (new VolumeLayout("data"), Path.Combine(folder.StorePath, new VolumeLayout("data").Pack(record.Packs[1].Name)));

        // Of the same attempt, of another one, of another volume.
        foreach (var from in (string[])
            [
                mineLayout.Pack(record.Packs[0].Name),
                mineLayout.Pack(second.Packs.Single(pack => !record.Packs.Contains(pack)).Name),
                new VolumeLayout("claim-2").Pack(other.Packs[1].Name),
            ])
        {
            var stolen = await File.ReadAllBytesAsync(Path.Combine(folder.StorePath, from));
            await File.WriteAllBytesAsync(path, stolen);
            var forged = record.Packs[1] with { Length = stolen.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(stolen)) };
            var believed = record with { Packs = [record.Packs[0], forged] };

            var found = Assert.Single(
                await new VolumeVerifier(folder.Store, believed, keys).FindDamageAsync(),
                damage => damage.Where.Contains("/packs/", StringComparison.Ordinal));

            Assert.Equal("it is not what was encrypted there", found.What);
            var damaged = await Assert.ThrowsAsync<VolumeDamagedException>(() => new VolumeRestore(
                folder.Store, believed, new(folder.Tree + "-target") { Keys = keys, BestEffort = false }).RunAsync(null, default));
            Assert.False(Directory.Exists(folder.Tree + "-target"), damaged.Message);
        }
    }

    [Theory]
    [InlineData("\"parent\": null", "\"parent\": \"other\"")]
    [InlineData("\"files\": 1", "\"files\": 2")]
    [InlineData("\"source\": \"\"", "\"source\": \"x\"")]
    [InlineData("\"container\": null", "\"container\": \"x\"")]
    public async Task What_a_record_says_without_the_key_is_what_it_said_when_it_was_written(string said, string forged)
    {
        await WriteAsync("file", "content");
        await folder.BackUpAsync("first");
        var path = Path.Combine(folder.StorePath, VolumeLayout.Record("first"));
        var open = Encoding.UTF8.GetString(DigestedJson.Open(await File.ReadAllBytesAsync(path)));
        Assert.Contains(said, open, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(
            path, DigestedJson.CloseOpen(Encoding.UTF8.GetBytes(open.Replace(said, forged, StringComparison.Ordinal))));

        await new VolumeCatalog(folder.Store).GetAsync("first");
        await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.OpenAsync("first"));
        var next = await folder.BackUpAsync("second");

        Assert.Null(next.Parent);
    }

    [Fact]
    public async Task A_rotated_volume_is_read_and_backed_up_with_the_new_key_and_shares_what_it_had()
    {
        await WriteAsync("file", "content");
        await folder.BackUpAsync("first");
        var runs = new VolumeRuns(folder.Store, folder.Store, TimeProvider.System);
        await runs.BeginAsync("at-work", "data");
        var inUse = await Assert.ThrowsAsync<KeyInUseException>(() => RotateAsync(runs));
        await runs.EndAsync("at-work", "data");

        Assert.Equal(RotationOutcome.Rotated, await RotateAsync(runs));

        Assert.Contains("\"at-work\"", inUse.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WrongKeyException>(() => folder.OpenAsync("first"));
        var second = await BackUpWithAsync("second", another, folder.Store);
        Assert.Equal(("first", 0), (second.Parent, second.Totals.NewBytes));
        var volume = await new VolumeCatalog(folder.Store).OpenAsync("first", another);
        await new VolumeVerifier(folder.Store, volume.Record, volume.Keys).RequireIntactAsync();
    }

    [Fact]
    public async Task A_backup_whose_volumes_key_vanished_meanwhile_is_none()
    {
        var store = new HookedStore(folder.Store) { AfterWrite = path => path.Contains("/results/", StringComparison.Ordinal)
            ? folder.Store.DeleteAsync(VolumeKeys.EnvelopeOf("data"))
            : Task.CompletedTask };

        var damaged = await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.BackUpAsync("first", store, TimeProvider.System));

        Assert.Equal(VolumeKeys.EnvelopeOf("data"), damaged.Where);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task What_is_encrypted_is_recorded_with_its_key_and_nothing_else_is()
    {
        var runs = new VolumeRuns(folder.Store, folder.Store, TimeProvider.System);
        var attempt = await runs.BeginAsync("first", "data");
        var key = await VolumeKeys.CreateAsync(folder.Store, "data", mine);
        var request = new TreeBackupRequest("first", "data", attempt, folder.Tree) { Key = key.ForAttempt(attempt) };
        var result = await new TreeBackup(folder.Store, request, TimeProvider.System).RunAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => runs.CommitAsync(result, ""));
        await Assert.ThrowsAsync<VolumeDamagedException>(() => runs.ReadResultAsync("first", "data", attempt));
        await PlainAsync("plain");
        await using var parent = await runs.FindParentAsync("data");
        Assert.Throws<ArgumentException>(() => new TreeBackup(folder.Store, request with { Parent = parent }, TimeProvider.System));
    }

    private Task<RotationOutcome?> RotateAsync(VolumeRuns runs) =>
        KeyRotation.RotateVolumeAsync(folder.Store, "data", mine, another, () => runs.FindAtWorkAsync("data"));

    private Task<VolumeRecord> PlainAsync(string name) => BackUpWithAsync(name, key: null, folder.Store);

    private Task<VolumeRecord> BackUpWithAsync(string name, FileKey? key, IArchiveStore store) =>
        new VolumeBackup(store, new(name, "data", folder.Tree, folder.Tree) { Key = key }, new LaterClock(TimeSpan.FromMinutes(1)))
            .RunAsync(null, default);

    private List<string> Stored() =>
    [
        .. Directory.EnumerateFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/store/volumes/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(folder.Tree, name), content);
}
