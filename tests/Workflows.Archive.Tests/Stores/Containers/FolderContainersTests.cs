using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores.Containers;

public sealed class FolderContainersTests : ContainerStoreConformance, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderStore store;

    public FolderContainersTests() => store = new FolderStore(folder.File("store"));

    protected override IArchiveStore Store => store;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_grant_names_the_folder_and_is_opened_where_that_is_mounted()
    {
        await store.OpenContainerAsync("one", create: true);
        var grant = await store.GrantAsync("one", StoreAccess.CreateOnly, TimeSpan.FromHours(1));
        Assert.Equal(
            (folder.File("store/containers/one"), null, null), (grant.Folder, grant.Token, grant.ExpiresAt));
        Assert.True(Directory.Exists(grant.Folder));

        using var granted = StoreGrants.Open(grant, folder.File("mounted"));
        await granted.WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.True(File.Exists(folder.File("mounted/a")));
        Assert.False(File.Exists(folder.File("store/containers/one/a")));
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_container_is_not_followed()
    {
        Directory.CreateDirectory(folder.File("elsewhere"));
        Directory.CreateDirectory(folder.File("store/containers"));
        Directory.CreateSymbolicLink(folder.File("store/containers/one"), folder.File("elsewhere"));

        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.OpenContainerAsync("one", create: true));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.OpenContainerAsync("one", create: false));
        await Assert.ThrowsAsync<StoreUnsafePathException>(() => store.GrantAsync("one", StoreAccess.ReadOnly, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_write_that_happened_though_it_was_said_to_have_failed_is_recognised_when_it_is_repeated()
    {
        var files = new UnflushedRename();
        var creator = new FolderCreator(new FolderStore(folder.Path, files, TimeProvider.System), new UnansweredWrites());
        await creator.CreateAsync("before", "x"u8.ToArray(), CancellationToken.None);

        files.FailNext = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => creator.CreateAsync("a", "mine"u8.ToArray(), CancellationToken.None));
        Assert.True(File.Exists(folder.File("a")));
        var written = await creator.CreateAsync("a", "mine"u8.ToArray(), CancellationToken.None);

        Assert.Equal(("a", 4L), (written.Path, written.Length));
        await Assert.ThrowsAsync<StoreConflictException>(
            () => creator.CreateAsync("before", "y"u8.ToArray(), CancellationToken.None));
    }

    protected override GrantedStore Open(StoreGrant grant, string? spool = null) => StoreGrants.Open(grant, spool: spool);
}
