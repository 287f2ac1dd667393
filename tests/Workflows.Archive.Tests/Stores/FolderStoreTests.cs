using System.Text;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores;

public sealed class FolderStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder.File("store");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Blobs_are_files_that_only_their_owner_can_read()
    {
        var store = new FolderStore(Root);
        await store.WriteAsync("catalog/backups/a.json", Bytes("x"), WriteCondition.None);
        await store.StageBlockAsync("blob", "block-1", Bytes("x"));

        Assert.Equal("x", await File.ReadAllTextAsync(folder.File("store/catalog/backups/a.json")));
        if (OperatingSystem.IsWindows())
            return;
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Append(Root))
        {
            var expected = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            if (Directory.Exists(path))
                expected |= UnixFileMode.UserExecute;
            Assert.Equal((path, expected), (path, File.GetUnixFileMode(path)));
        }
    }

    [Fact]
    public async Task Writing_leaves_no_temporary_file_whether_it_succeeds_or_not()
    {
        var store = new FolderStore(Root);
        await store.WriteAsync("a", Bytes("x"), WriteCondition.IfAbsent);
        await Assert.ThrowsAsync<StoreConflictException>(() => store.WriteAsync("a", Bytes("y"), WriteCondition.IfAbsent));
        await using (var abandoned = store.OpenWrite("b", 1_000_000))
        {
            await abandoned.AppendAsync(new byte[1_000_000]);
            Assert.Single(Directory.GetFiles(folder.File("store/.workflows/temporary")));
        }

        Assert.Empty(Directory.GetFiles(folder.File("store/.workflows/temporary")));
    }

    [Fact]
    public async Task Deleting_removes_folders_that_are_empty_then()
    {
        var store = new FolderStore(Root);
        await store.WriteAsync("velero/backups/a/x", Bytes("x"), WriteCondition.None);
        await store.WriteAsync("velero/backups/b/x", Bytes("x"), WriteCondition.None);

        await store.DeleteAsync("velero/backups/a/x");

        Assert.Equal([folder.File("store/velero/backups/b")], Directory.GetDirectories(folder.File("store/velero/backups")));
    }

    [Fact]
    public async Task A_missing_folder_is_an_empty_store()
    {
        var store = new FolderStore(Root);

        Assert.Null(await store.FindAsync("a"));
        Assert.False(await store.ListAsync("").AnyAsync());
        await store.DeleteAsync("a");
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task A_folder_whose_place_is_missing_is_no_store_to_a_reader()
    {
        var store = new FolderStore(folder.File("unmounted/disk/store"));

        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.FindAsync("a"));
        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.OpenReadAsync("a"));
        await Assert.ThrowsAsync<StoreNotFoundException>(async () => await store.ListAsync("").AnyAsync());
    }

    [Fact]
    public async Task Links_are_not_followed_out_of_the_store()
    {
        var outside = Directory.CreateDirectory(folder.File("outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), "secret");
        Directory.CreateDirectory(folder.File("store/catalog"));
        Directory.CreateSymbolicLink(folder.File("store/velero"), outside);
        File.CreateSymbolicLink(folder.File("store/catalog/link"), Path.Combine(outside, "secret"));
        var store = new FolderStore(Root);

        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.FindAsync("velero/secret"));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.OpenReadAsync("catalog/link"));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.WriteAsync("velero/new", Bytes("x"), WriteCondition.None));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.WriteAsync("catalog/link", Bytes("x"), WriteCondition.None));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.DeleteAsync("velero/secret"));
        Assert.False(await store.ListAsync("").AnyAsync());
        Assert.Equal(["secret"], Directory.GetFiles(outside).Select(Path.GetFileName));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(outside, "secret")));
    }

    [Fact]
    public async Task Hidden_files_and_names_that_no_blob_has_are_not_listed()
    {
        var store = new FolderStore(Root);
        await store.WriteAsync("a", Bytes("x"), WriteCondition.None);
        await File.WriteAllTextAsync(folder.File("store/.DS_Store"), "");
        await File.WriteAllTextAsync(folder.File("store/a name with spaces"), "");

        Assert.Equal(["a"], await store.ListAsync("").Select(b => b.Path).ToListAsync());
    }

    [Theory]
    [InlineData(28, typeof(StoreFullException))]
    [InlineData(122, typeof(StoreFullException))]
    [InlineData(30, typeof(StoreReadOnlyException))]
    [InlineData(5, typeof(StoreUnavailableException))]
    [InlineData(13, typeof(StoreAccessDeniedException))]
    public async Task Failures_of_the_disk_have_names(int errno, Type expected)
    {
        var files = new FailingFiles(errno);
        var store = new FolderStore(Root, files, TimeProvider.System);

        var write = await Assert.ThrowsAnyAsync<StoreException>(() => store.WriteAsync("a/b", Bytes("x"), WriteCondition.None));
        var stage = await Assert.ThrowsAnyAsync<StoreException>(() => store.StageBlockAsync("a/b", "block-1", Bytes("x")));
        files.AlsoFolders = true;
        var folders = await Assert.ThrowsAnyAsync<StoreException>(() => store.WriteAsync("a/b", Bytes("x"), WriteCondition.None));

        Assert.All([write, stage, folders], error =>
        {
            Assert.IsType(expected, error);
            Assert.Contains("a/b", error.Message, StringComparison.Ordinal);
            Assert.Contains(store.Location.ToString(), error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_real_full_disk_is_known_by_its_number()
    {
        if (!File.Exists("/dev/full"))
            return;

        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await full.WriteAsync(Bytes("x"));
        });

        Assert.IsType<StoreFullException>(FolderErrors.Translate(error, new Uri("file:///s"), "a"));
    }

    [Fact]
    public async Task What_dead_processes_left_is_swept_by_the_next_writer()
    {
        var store = new FolderStore(Root);
        await store.StageBlockAsync("blob", "block-1", Bytes("old"));
        var stale = folder.File("store/.workflows/temporary/0123");
        await File.WriteAllTextAsync(stale, "half a blob");

        var clock = new FixedClock(TimeProvider.System.GetUtcNow() + FolderSweep.TemporaryLifetime + TimeSpan.FromHours(1));
        await new FolderStore(Root, clock).WriteAsync("a", Bytes("x"), WriteCondition.None);
        Assert.False(File.Exists(stale));
        Assert.Single(Directory.GetFiles(folder.File("store/.workflows/blocks")));

        clock = new FixedClock(TimeProvider.System.GetUtcNow() + FolderSweep.BlockLifetime + TimeSpan.FromHours(1));
        await new FolderStore(Root, clock).WriteAsync("a", Bytes("y"), WriteCondition.None);
        Assert.Empty(Directory.GetFiles(folder.File("store/.workflows/blocks")));
    }

    [Fact]
    public async Task Two_stores_on_one_folder_agree_on_who_was_first()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => new FolderStore(Root)).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var path = $"round-{round}";
            var seen = await stores[0].WriteAsync(path, Bytes("start"), WriteCondition.None);
            var wins = await Task.WhenAll(stores.Select(store => Task.Run(async () =>
            {
                try
                {
                    await store.WriteAsync(path, Bytes("won"), WriteCondition.IfMatch(seen.ETag));
                    return 1;
                }
                catch (StoreConflictException)
                {
                    return 0;
                }
            })));

            Assert.Equal(1, wins.Sum());
        }
    }

    [Theory]
    [InlineData("file:///tmp/some/store", "/tmp/some/store")]
    [InlineData("/tmp/some/store/", "/tmp/some/store")]
    [InlineData("FILE:///tmp/with%20space", "/tmp/with space")]
    public void Open_takes_a_path_or_a_file_address(string address, string expected)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(expected, ArchiveStores.Open(address).Location.LocalPath);
    }

    [Theory]
    [InlineData("s3://bucket/prefix")]
    [InlineData("file://host/share")]
    [InlineData("")]
    public void Open_names_the_addresses_it_knows(string address)
    {
        var error = Assert.Throws<StoreAddressException>(() => ArchiveStores.Open(address));
        Assert.Contains("file:///", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
