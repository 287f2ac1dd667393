using System.Text;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Tests.Stores;

/// <summary>What every store must do. Derive, give a store that is empty for each test, and pass.</summary>
public abstract class ArchiveStoreConformance
{
    private const string Path = "velero/backups/b/b.tar.gz";

    protected abstract IArchiveStore Store { get; }

    [StoreFact]
    public async Task Find_gives_null_for_what_is_not_there()
    {
        Assert.Null(await Store.FindAsync(Path));
        Assert.Null(await Store.FindAsync("velero"));
    }

    [StoreFact]
    public async Task Write_is_read_back_with_its_length()
    {
        var written = await Store.WriteAsync("catalog/backups/a.json", Bytes("hello"), WriteCondition.None);

        Assert.Equal(("catalog/backups/a.json", 5L), (written.Path, written.Length));
        Assert.Equal(written, await Store.FindAsync("catalog/backups/a.json"));
        Assert.Equal("hello", await ReadAsync("catalog/backups/a.json"));
    }

    [StoreFact]
    public async Task Write_takes_an_empty_blob()
    {
        await Store.WriteAsync("empty", ReadOnlyMemory<byte>.Empty, WriteCondition.None);

        Assert.Equal(0, (await Store.FindAsync("empty"))!.Length);
        Assert.Equal("", await ReadAsync("empty"));
    }

    [StoreFact]
    public async Task Write_changes_the_tag_with_every_replacement_even_by_content_of_the_same_length()
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
            tags.Add((await Store.WriteAsync("a", Bytes($"{i:D4}"), WriteCondition.None)).ETag);

        Assert.Equal(20, tags.Count);
    }

    [StoreFact]
    public async Task Write_if_absent_refuses_to_replace_and_changes_nothing()
    {
        await Store.WriteAsync("a", Bytes("first"), WriteCondition.IfAbsent);

        await Assert.ThrowsAsync<StoreConflictException>(() => Store.WriteAsync("a", Bytes("second"), WriteCondition.IfAbsent));

        Assert.Equal("first", await ReadAsync("a"));
    }

    [StoreFact]
    public async Task Write_if_absent_has_one_winner_among_many()
    {
        var attempts = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.WriteAsync("contested", Bytes($"writer {i}"), WriteCondition.IfAbsent);
                return i;
            }
            catch (StoreConflictException)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(await Task.WhenAll(attempts), i => i >= 0);
        Assert.Equal($"writer {winner}", await ReadAsync("contested"));
    }

    [StoreFact]
    public async Task Write_if_match_replaces_only_what_was_seen()
    {
        var first = await Store.WriteAsync("a", Bytes("1"), WriteCondition.None);
        var second = await Store.WriteAsync("a", Bytes("2"), WriteCondition.IfMatch(first.ETag));

        await Assert.ThrowsAsync<StoreConflictException>(() => Store.WriteAsync("a", Bytes("3"), WriteCondition.IfMatch(first.ETag)));
        await Assert.ThrowsAsync<StoreConflictException>(() => Store.WriteAsync("b", Bytes("3"), WriteCondition.IfMatch(first.ETag)));

        Assert.Equal("2", await ReadAsync("a"));
        Assert.Equal(second.ETag, (await Store.FindAsync("a"))!.ETag);
        Assert.Null(await Store.FindAsync("b"));
    }

    [StoreFact]
    public async Task Read_gives_exactly_the_range()
    {
        await Store.WriteAsync("a", Bytes("0123456789"), WriteCondition.None);

        Assert.Equal("345", await ReadAsync("a", 3, 3));
        Assert.Equal("789", await ReadAsync("a", 7));
        Assert.Equal("", await ReadAsync("a", 10));
        Assert.Equal("", await ReadAsync("a", 4, 0));
    }

    [StoreTheory]
    [InlineData(0, 11)]
    [InlineData(9, 2)]
    [InlineData(11, null)]
    [InlineData(long.MaxValue, 1)]
    public async Task Read_refuses_a_range_that_is_not_inside(long offset, int? length)
    {
        await Store.WriteAsync("a", Bytes("0123456789"), WriteCondition.None);

        var error = await Assert.ThrowsAsync<BlobRangeException>(() => Store.OpenReadAsync("a", offset, length));
        Assert.Equal(10, error.ActualLength);
    }

    [StoreFact]
    public async Task Read_of_what_is_not_there_says_so()
    {
        var error = await Assert.ThrowsAsync<BlobNotFoundException>(() => Store.OpenReadAsync("catalog/none"));
        Assert.Equal("catalog/none", error.Path);
    }

    [StoreFact]
    public async Task List_gives_paths_with_the_prefix_in_ordinal_order()
    {
        string[] paths = ["a/b/c", "a/b-c", "a/b.c", "a/b0", "a/B", "b", "a-b", "a.b"];
        foreach (var path in paths)
            await Store.WriteAsync(path, Bytes(path), WriteCondition.None);

        Assert.Equal(paths.Order(StringComparer.Ordinal), await ListAsync(""));
        Assert.Equal(["a/b-c", "a/b.c", "a/b/c", "a/b0"], await ListAsync("a/b"));
        Assert.Equal(["a/b/c"], await ListAsync("a/b/"));
        Assert.Empty(await ListAsync("c"));
        Assert.Equal(5, (await Store.ListAsync("a/b/c").SingleAsync()).Length);
    }

    [StoreFact]
    public async Task List_of_an_empty_store_is_empty()
    {
        Assert.Empty(await ListAsync(""));
    }

    [StoreFact]
    public async Task Delete_may_be_repeated()
    {
        await Store.WriteAsync("a/b", Bytes("x"), WriteCondition.None);

        await Store.DeleteAsync("a/b");
        await Store.DeleteAsync("a/b");

        Assert.Null(await Store.FindAsync("a/b"));
        Assert.Empty(await ListAsync(""));
    }

    [StoreFact]
    public async Task A_blob_that_comes_bit_by_bit_is_there_when_it_is_committed_and_not_before()
    {
        var pieces = Enumerable.Range(0, 30).Select(i => new string((char)('a' + i % 26), i * i * 400)).ToArray();
        var whole = string.Concat(pieces);
        await using var writer = Store.OpenWrite(Path, whole.Length);
        foreach (var piece in pieces)
            await writer.AppendAsync(Bytes(piece));
        Assert.Null(await Store.FindAsync(Path));

        var blob = await writer.CommitAsync(WriteCondition.IfAbsent);

        Assert.Equal(blob, await Store.FindAsync(Path));
        Assert.Equal(whole, await ReadAsync(Path));
    }

    [StoreFact]
    public async Task A_blob_that_comes_bit_by_bit_keeps_its_condition()
    {
        await Store.WriteAsync(Path, Bytes("there already"), WriteCondition.None);
        await using var writer = Store.OpenWrite(Path, 3);
        await writer.AppendAsync(Bytes("new"));

        await Assert.ThrowsAsync<StoreConflictException>(() => writer.CommitAsync(WriteCondition.IfAbsent));

        Assert.Equal("there already", await ReadAsync(Path));
    }

    [StoreFact]
    public async Task A_blob_that_is_not_committed_leaves_nothing()
    {
        await using (var writer = Store.OpenWrite(Path, 1_000_000))
            await writer.AppendAsync(Bytes(new string('x', 1_000_000)));

        Assert.Null(await Store.FindAsync(Path));
        Assert.Empty(await ListAsync(""));
    }

    [StoreFact]
    public async Task Staged_blocks_are_no_blob_until_they_are_committed()
    {
        await Store.StageBlockAsync(Path, "block-1", Bytes("one"));

        Assert.Null(await Store.FindAsync(Path));
        Assert.Empty(await ListAsync(""));
    }

    [StoreFact]
    public async Task Commit_joins_blocks_in_the_order_it_is_given()
    {
        await Store.StageBlockAsync(Path, "block-2", Bytes("two,"));
        await Store.StageBlockAsync(Path, "block-1", Bytes("one,"));
        await Store.StageBlockAsync(Path, "block-3", Bytes("three"));

        var blob = await Store.CommitBlocksAsync(Path, ["block-1", "block-2", "block-3"], WriteCondition.IfAbsent);

        Assert.Equal("one,two,three", await ReadAsync(Path));
        Assert.Equal(blob, await Store.FindAsync(Path));
    }

    [StoreFact]
    public async Task Commit_of_nothing_makes_an_empty_blob()
    {
        var blob = await Store.CommitBlocksAsync(Path, [], WriteCondition.IfAbsent);

        Assert.Equal(0, blob.Length);
        Assert.Equal("", await ReadAsync(Path));
    }

    [StoreFact]
    public async Task Staging_an_id_again_replaces_the_block()
    {
        await Store.StageBlockAsync(Path, "block-1", Bytes("an older and longer one"));
        await Store.StageBlockAsync(Path, "block-1", Bytes("new"));
        await Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.None);

        Assert.Equal("new", await ReadAsync(Path));
    }

    [StoreFact]
    public async Task Commit_names_the_blocks_that_are_missing_and_changes_nothing()
    {
        await Store.StageBlockAsync(Path, "block-1", Bytes("one"));

        var error = await Assert.ThrowsAsync<BlocksMissingException>(
            () => Store.CommitBlocksAsync(Path, ["block-1", "block-2", "block-3"], WriteCondition.None));

        Assert.NotEmpty(error.BlockIds);
        Assert.Subset(new HashSet<string>(["block-2", "block-3"], StringComparer.Ordinal), error.BlockIds.ToHashSet(StringComparer.Ordinal));
        Assert.Null(await Store.FindAsync(Path));
        await Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.None);
        Assert.Equal("one", await ReadAsync(Path));
    }

    [StoreFact]
    public async Task Commit_leaves_nothing_staged_for_its_blob()
    {
        await Store.StageBlockAsync(Path, "block-1", Bytes("one"));
        await Store.StageBlockAsync(Path, "block-2", Bytes("unused"));
        await Store.StageBlockAsync("other", "block-2", Bytes("of another blob"));
        await Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.None);

        await Assert.ThrowsAsync<BlocksMissingException>(() => Store.CommitBlocksAsync(Path, ["block-2"], WriteCondition.None));
        await Store.CommitBlocksAsync("other", ["block-2"], WriteCondition.None);
        Assert.Equal("one", await ReadAsync(Path));
        Assert.Equal("of another blob", await ReadAsync("other"));
    }

    [StoreFact]
    public async Task Commit_keeps_its_condition_and_the_blocks_when_it_fails()
    {
        var first = await Store.WriteAsync(Path, Bytes("there already"), WriteCondition.None);
        await Store.StageBlockAsync(Path, "block-1", Bytes("new"));

        await Assert.ThrowsAsync<StoreConflictException>(() => Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfAbsent));
        await Assert.ThrowsAsync<StoreConflictException>(() => Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfMatch("other")));
        Assert.Equal("there already", await ReadAsync(Path));

        await Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfMatch(first.ETag));
        Assert.Equal("new", await ReadAsync(Path));
    }

    [StoreFact]
    public async Task A_late_block_changes_nothing_of_a_committed_blob()
    {
        await Store.StageBlockAsync(Path, "block-1", Bytes("accepted"));
        var committed = await Store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfAbsent);

        await Store.StageBlockAsync(Path, "block-1", Bytes("zombie!!"));

        Assert.Equal("accepted", await ReadAsync(Path));
        Assert.Equal(committed.ETag, (await Store.FindAsync(Path))!.ETag);
    }

    [StoreFact]
    public async Task Blocks_are_staged_in_parallel()
    {
        var ids = Enumerable.Range(0, 40).Select(i => $"block-{i:D3}").ToArray();
        await Parallel.ForEachAsync(ids, async (id, token) => await Store.StageBlockAsync(Path, id, Bytes(id + ";"), token));

        await Store.CommitBlocksAsync(Path, ids, WriteCondition.IfAbsent);

        Assert.Equal(string.Concat(ids.Select(id => id + ";")), await ReadAsync(Path));
    }

    [StoreFact]
    public async Task Discard_may_be_repeated_and_leaves_the_blob()
    {
        await Store.WriteAsync(Path, Bytes("blob"), WriteCondition.None);
        await Store.StageBlockAsync(Path, "block-1", Bytes("one"));

        await Store.DiscardBlocksAsync(Path);
        await Store.DiscardBlocksAsync(Path);
        await Store.DiscardBlocksAsync("never/heard/of");

        Assert.Equal("blob", await ReadAsync(Path));
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData(".workflows/lock")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("C:a")]
    [InlineData("é")]
    [InlineData("a.")]
    public async Task Paths_that_could_leave_the_store_or_differ_between_stores_are_refused(string path)
    {
        await Assert.ThrowsAsync<StorePathException>(() => Store.FindAsync(path));
        await Assert.ThrowsAsync<StorePathException>(() => Store.OpenReadAsync(path));
        await Assert.ThrowsAsync<StorePathException>(() => Store.WriteAsync(path, Bytes("x"), WriteCondition.None));
        await Assert.ThrowsAsync<StorePathException>(() => Store.DeleteAsync(path));
        await Assert.ThrowsAsync<StorePathException>(() => Store.StageBlockAsync(path, "block-1", Bytes("x")));
        await Assert.ThrowsAsync<StorePathException>(() => Store.CommitBlocksAsync(path, ["block-1"], WriteCondition.None));
        await Assert.ThrowsAsync<StorePathException>(() => Store.DiscardBlocksAsync(path));
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("1234567890123456789012345678901234567890123456789")]
    public async Task Block_ids_that_some_store_could_not_take_are_refused(string id)
    {
        await Assert.ThrowsAsync<StorePathException>(() => Store.StageBlockAsync(Path, id, Bytes("x")));
        await Assert.ThrowsAsync<StorePathException>(() => Store.CommitBlocksAsync(Path, [id], WriteCondition.None));
    }

    [StoreFact]
    public async Task An_empty_block_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.StageBlockAsync(Path, "block-1", ReadOnlyMemory<byte>.Empty));
    }

    [StoreFact]
    public void Location_holds_no_credentials()
    {
        Assert.Empty(Store.Location.UserInfo);
        Assert.Empty(Store.Location.Query);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<string> ReadAsync(string path, long offset = 0, long? length = null)
    {
        await using var stream = await Store.OpenReadAsync(path, offset, length);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task<string[]> ListAsync(string prefix) =>
        await Store.ListAsync(prefix).Select(blob => blob.Path).ToArrayAsync();
}
