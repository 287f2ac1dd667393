using System.Text;
using System.Text.Json;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Stores.Containers;

/// <summary>What every store with containers must do. Derive, give one that is empty for each test, and pass.</summary>
public abstract class ContainerStoreConformance
{
    private const string Path = "volumes/v/packs/one";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected abstract IArchiveStore Store { get; }

    /// <summary>Opens a grant as its holder would, on this machine.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="spool">Where blocks are gathered.</param>
    protected abstract GrantedStore Open(StoreGrant grant, string? spool = null);

    private IContainerStore Containers => (IContainerStore)Store;

    [StoreFact]
    public async Task A_container_is_a_store_of_its_own()
    {
        var one = await Containers.OpenContainerAsync("one", create: true);
        var two = await Containers.OpenContainerAsync("two", create: true);
        await one.WriteAsync(Path, Bytes("of one"), WriteCondition.IfAbsent);
        await two.WriteAsync(Path, Bytes("of two"), WriteCondition.IfAbsent);
        await Store.WriteAsync(Path, Bytes("of none"), WriteCondition.IfAbsent);

        Assert.Equal(["of one", "of two", "of none"], [await ReadAsync(one), await ReadAsync(two), await ReadAsync(Store)]);
        Assert.Equal([Path], await Store.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
        Assert.Equal([Path], await one.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
        Assert.Equal(3, new[] { one, two, Store }.Select(store => store.Location).Distinct().Count());
    }

    [StoreFact]
    public async Task A_container_that_is_there_is_opened_again_whether_it_was_to_be_created_or_not()
    {
        await (await Containers.OpenContainerAsync("one", create: true)).WriteAsync(Path, Bytes("x"), WriteCondition.IfAbsent);

        Assert.Equal("x", await ReadAsync(await Containers.OpenContainerAsync("one", create: true)));
        Assert.Equal("x", await ReadAsync(await Containers.OpenContainerAsync("one", create: false)));
    }

    [StoreFact]
    public async Task A_container_has_one_creation_among_many()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var container = await Containers.OpenContainerAsync("contested", create: true);
            await container.WriteAsync($"blob-{i}", Bytes("x"), WriteCondition.IfAbsent);
            return container;
        })));

        Assert.Equal(8, await opened[0].ListAsync("").CountAsync());
    }

    [StoreFact]
    public async Task A_container_that_is_not_there_is_neither_opened_nor_granted()
    {
        await Store.WriteAsync("a", Bytes("x"), WriteCondition.IfAbsent);

        await Assert.ThrowsAsync<StoreNotFoundException>(() => Containers.OpenContainerAsync("one", create: false));
        var error = await Assert.ThrowsAsync<StoreNotFoundException>(() => Containers.GrantAsync("one", StoreAccess.ReadOnly, Hour));

        Assert.Contains("one\"", error.Message, StringComparison.Ordinal);
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a_b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task A_name_that_some_store_could_not_have_is_refused(string name)
    {
        await Assert.ThrowsAsync<StorePathException>(() => Containers.OpenContainerAsync(name, create: true));
        await Assert.ThrowsAsync<StorePathException>(() => Containers.GrantAsync(name, StoreAccess.ReadOnly, Hour));
    }

    [StoreFact]
    public async Task Names_of_all_lengths_are_containers_of_their_own()
    {
        string[] names = ["a", new('b', 30), new('c', 40), new string('c', 39) + "d", "pvc-0b5bd6a2-d01e-4013-9d3c-3ad6d1000000"];
        foreach (var name in names)
            await (await Containers.OpenContainerAsync(name, create: true)).WriteAsync("name", Bytes(name), WriteCondition.IfAbsent);

        foreach (var name in names)
            Assert.Equal(name, await ReadAsync(await Containers.OpenContainerAsync(name, create: false), "name"));
        Assert.Equal(names.Order(StringComparer.Ordinal), await Containers.ListContainersAsync());
    }

    [StoreFact]
    public async Task Its_own_containers_are_listed_and_nobody_elses()
    {
        await Store.WriteAsync("a", Bytes("x"), WriteCondition.IfAbsent);
        Assert.Empty(await Containers.ListContainersAsync());

        foreach (var name in (string[])["two", "one", "one-more"])
            await Containers.OpenContainerAsync(name, create: true);

        Assert.Equal(["one", "one-more", "two"], await Containers.ListContainersAsync());
    }

    [StoreFact]
    public async Task Who_may_create_does_and_the_store_reads_it()
    {
        var container = await Containers.OpenContainerAsync("one", create: true);
        using var granted = Open(await Containers.GrantAsync("one", StoreAccess.CreateOnly, Hour));

        var written = await granted.WriteAsync(Path, Bytes("mine"), WriteCondition.IfAbsent);

        Assert.Equal(written, await container.FindAsync(Path));
        Assert.Equal("mine", await ReadAsync(container));
        Assert.Equal(container.Location, granted.Location);
    }

    [StoreFact]
    public async Task Who_may_create_makes_blobs_of_blocks_and_leaves_nothing_behind()
    {
        var spool = Directory.CreateTempSubdirectory("workflows-spool-").FullName;
        try
        {
            var container = await Containers.OpenContainerAsync("one", create: true);
            using (var granted = Open(await Containers.GrantAsync("one", StoreAccess.CreateOnly, Hour), spool))
            {
                await granted.StageBlockAsync(Path, "block-1", Bytes("first, "));
                await granted.StageBlockAsync(Path, "block-2", Bytes("second"));
                await granted.StageBlockAsync(Path, "block-3", Bytes("never"));
                await granted.StageBlockAsync("given-up", "block-1", Bytes("never"));
                await granted.DiscardBlocksAsync("given-up");
                await Assert.ThrowsAsync<BlocksMissingException>(
                    () => granted.CommitBlocksAsync(Path, ["block-1", "block-9"], WriteCondition.IfAbsent));
                await Assert.ThrowsAsync<BlocksMissingException>(
                    () => granted.CommitBlocksAsync("given-up", ["block-1"], WriteCondition.IfAbsent));

                var written = await granted.CommitBlocksAsync(Path, ["block-1", "block-2"], WriteCondition.IfAbsent);

                Assert.Equal((Path, 13L), (written.Path, written.Length));
                await Assert.ThrowsAsync<BlocksMissingException>(
                    () => granted.CommitBlocksAsync("other", ["block-3"], WriteCondition.IfAbsent));
            }

            Assert.Equal("first, second", await ReadAsync(container));
            Assert.Empty(Directory.EnumerateFileSystemEntries(spool));
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [StoreFact]
    public async Task Who_may_create_can_do_nothing_else()
    {
        var container = await Containers.OpenContainerAsync("one", create: true);
        await container.WriteAsync(Path, Bytes("theirs"), WriteCondition.IfAbsent);
        var seen = await container.FindAsync(Path);
        using var granted = Open(await Containers.GrantAsync("one", StoreAccess.CreateOnly, Hour));

        await AssertRefusedAsync(
            () => granted.FindAsync(Path),
            () => granted.OpenReadAsync(Path),
            () => granted.ListAsync("").CountAsync().AsTask(),
            () => granted.DeleteAsync(Path),
            () => granted.WriteAsync(Path, Bytes("mine"), WriteCondition.None),
            () => granted.WriteAsync(Path, Bytes("mine"), WriteCondition.IfMatch(seen!.ETag)),
            () => granted.WriteAsync("new", Bytes("mine"), WriteCondition.None),
            () => granted.CommitBlocksAsync(Path, [], WriteCondition.None));
        var error = await Assert.ThrowsAnyAsync<StoreException>(() => granted.WriteAsync(Path, Bytes("mine"), WriteCondition.IfAbsent));

        // Azurite says that it is denied, where Azure and folders say that there is one.
        Assert.Contains(error.Kind, new[] { ErrorKind.Conflict, ErrorKind.Denied });
        Assert.Equal("theirs", await ReadAsync(container));
        Assert.Equal(seen, await container.FindAsync(Path));
        Assert.Equal(1, await container.ListAsync("").CountAsync());
    }

    [StoreFact]
    public async Task Who_may_read_reads_by_name_and_can_do_nothing_else()
    {
        var container = await Containers.OpenContainerAsync("one", create: true);
        var written = await container.WriteAsync(Path, Bytes("theirs"), WriteCondition.IfAbsent);
        using var granted = Open(await Containers.GrantAsync("one", StoreAccess.ReadOnly, Hour));

        Assert.Equal(written, await granted.FindAsync(Path));
        Assert.Null(await granted.FindAsync("volumes/v/packs/none"));
        Assert.Equal("theirs", await ReadAsync(granted));
        await AssertRefusedAsync(
            () => granted.ListAsync("").CountAsync().AsTask(),
            () => granted.DeleteAsync(Path),
            () => granted.WriteAsync("new", Bytes("mine"), WriteCondition.IfAbsent),
            () => granted.WriteAsync(Path, Bytes("mine"), WriteCondition.None),
            () => granted.StageBlockAsync("new", "block-1", Bytes("mine")),
            () => granted.CommitBlocksAsync("new", [], WriteCondition.IfAbsent),
            () => granted.DiscardBlocksAsync(Path));
        Assert.Equal(written, await container.FindAsync(Path));
    }

    [StoreFact]
    public async Task A_grant_is_renewed_by_one_of_the_same_container_and_rights_only()
    {
        var container = await Containers.OpenContainerAsync("one", create: true);
        await Containers.OpenContainerAsync("two", create: true);
        using var granted = Open(await Containers.GrantAsync("one", StoreAccess.CreateOnly, Hour));
        var next = await Containers.GrantAsync("one", StoreAccess.CreateOnly, 2 * Hour);

        granted.Renew(next);
        await granted.WriteAsync(Path, Bytes("mine"), WriteCondition.IfAbsent);

        Assert.Equal(next.ExpiresAt, granted.ExpiresAt);
        Assert.Equal("mine", await ReadAsync(container));
        var other = await Containers.GrantAsync("two", StoreAccess.CreateOnly, Hour);
        var reading = await Containers.GrantAsync("one", StoreAccess.ReadOnly, Hour);
        Assert.Throws<StoreAddressException>(() => granted.Renew(other));
        Assert.Throws<StoreAddressException>(() => granted.Renew(reading));
    }

    [StoreFact]
    public async Task A_grant_survives_being_handed_over_and_is_printed_without_its_secret()
    {
        await Containers.OpenContainerAsync("one", create: true);
        var grant = await Containers.GrantAsync("one", StoreAccess.CreateOnly, Hour);

        Assert.Equal(grant, JsonSerializer.Deserialize<StoreGrant>(JsonSerializer.Serialize(grant)));
        Assert.Contains(grant.Location.ToString(), grant.ToString(), StringComparison.Ordinal);
        if (grant.Token is { } token)
        {
            Assert.DoesNotContain(token, grant.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", $"{grant} {new { Grant = grant }}", StringComparison.Ordinal);
        }
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(169)]
    public async Task A_grant_for_no_time_or_for_more_than_a_week_is_refused(int hours)
    {
        await Containers.OpenContainerAsync("one", create: true);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Containers.GrantAsync("one", StoreAccess.ReadOnly, TimeSpan.FromHours(hours)));
    }

    private static async Task AssertRefusedAsync(params Func<Task>[] calls)
    {
        foreach (var call in calls)
            Assert.Equal(ErrorKind.Denied, (await Assert.ThrowsAsync<StoreAccessDeniedException>(call)).Kind);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> ReadAsync(IBlobReader store, string path = Path)
    {
        await using var stream = await store.OpenReadAsync(path);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
