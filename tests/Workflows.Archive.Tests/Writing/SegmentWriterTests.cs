using System.Text.Json.Nodes;
using Workflows.Archive.Committing;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Archive.Writing;
using Workflows.Core.Resources;

namespace Workflows.Archive.Tests.Writing;

public sealed class SegmentWriterTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task Segment_counts_what_it_staged()
    {
        var segment = await TestBackup.StageAsync(store, "nightly", 7, TestObject.Guestbook(), blockBytes: 256);

        var data = store.Staged.Where(s => s.Path == ArchiveLayout.Tarball("nightly")).ToList();
        var index = store.Staged.Where(s => s.Path == ArchiveLayout.Index("nightly")).ToList();
        Assert.Equal((7, 8), (segment.Part, segment.Objects));
        Assert.Equal((data.Count, data.Sum(b => (long)b.Length)), (segment.DataBlocks, segment.DataLength));
        Assert.Equal((index.Count, index.Sum(b => (long)b.Length)), (segment.IndexBlocks, segment.IndexLength));
        Assert.True(segment.DataBlocks > 1);
        Assert.True(segment.PlainLength > 8 * 1024);
    }

    [Fact]
    public async Task Block_ids_carry_part_and_attempt_and_have_one_length()
    {
        var attempt = Guid.NewGuid();
        await TestBackup.StageAsync(store, "nightly", 42, TestObject.Guestbook(), attempt, blockBytes: 256);

        var ids = store.Staged.Where(s => s.Path == ArchiveLayout.Tarball("nightly")).Select(s => s.Id).ToList();
        Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => $"000042-{attempt:N}-{i:D6}"), ids);
        Assert.All(ids.Append(BlockId.Header(attempt)).Append(BlockId.Trailer(attempt)), id => Assert.Equal(46, id.Length));
    }

    [Fact]
    public async Task Blocks_have_the_size_asked_for_but_for_the_last()
    {
        await TestBackup.StageAsync(store, "nightly", 0, Incompressible(40, 10_000), blockBytes: 65_536);

        var sizes = store.Staged.Where(s => s.Path == ArchiveLayout.Tarball("nightly")).Select(s => s.Length).ToList();
        Assert.All(sizes[..^1], size => Assert.Equal(65_536, size));
        Assert.InRange(sizes[^1], 1, 65_536);
    }

    [Fact]
    public async Task The_same_objects_make_the_same_bytes()
    {
        var one = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        var two = await TestBackup.StageAsync(new MemoryStore(), "nightly", 0, TestObject.Guestbook());

        Assert.Equal(one, two);
    }

    [Fact]
    public async Task No_more_than_one_block_of_each_blob_is_on_its_way()
    {
        const int BlockBytes = 64 * 1024;
        store.Before = async (_, _) => await Task.Yield();
        var segment = await TestBackup.StageAsync(store, "nightly", 0, Incompressible(400, 20_000), blockBytes: BlockBytes);

        Assert.True(segment.DataBlocks > 50);
        Assert.InRange(store.MostBytesBeingStaged, BlockBytes, 2 * BlockBytes);
    }

    [Fact]
    public async Task An_empty_part_stages_nothing()
    {
        var segment = await TestBackup.StageAsync(store, "nightly", 0, []);

        Assert.Equal((0, 0, 0L, 0L, 0), (segment.DataBlocks, segment.IndexBlocks, segment.DataLength, segment.IndexLength, segment.Objects));
        Assert.Empty(store.Staged);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a/../../etc")]
    [InlineData("nul\0")]
    [InlineData("percent%2f")]
    public async Task A_name_that_could_leave_the_layout_is_refused_and_the_rest_goes_on(string name)
    {
        await using var writer = new SegmentWriter(store, "nightly", 0, Guid.NewGuid());
        var safe = TestObject.ConfigMap("shop", "safe");
        foreach (var bad in new[]
        {
            new ArchivedObject(safe.Resource, safe.Archived.Head with { Name = name }),
            new ArchivedObject(safe.Resource, safe.Archived.Head with { Namespace = name }),
            new ArchivedObject(new GroupResource(name, ""), safe.Archived.Head),
            new ArchivedObject(new GroupResource("things", name), safe.Archived.Head),
        })
        {
            if (EntryPath.IsSafe(bad.Resource.ToString()) && bad.Resource != safe.Resource)
                continue;
            var error = await Assert.ThrowsAsync<UnsafeNameException>(async () => await writer.AddAsync(bad, safe.Json));
            Assert.DoesNotContain('\0', error.Message);
        }

        await writer.AddAsync(safe.Archived, safe.Json);
        Assert.Equal(1, (await writer.CompleteAsync()).Objects);
    }

    [Fact]
    public async Task A_name_too_long_for_any_archive_is_refused()
    {
        await using var writer = new SegmentWriter(store, "nightly", 0, Guid.NewGuid());
        var o = TestObject.ConfigMap("shop", new string('x', 5000));

        await Assert.ThrowsAsync<UnsafeNameException>(async () => await writer.AddAsync(o.Archived, o.Json));
    }

    [Fact]
    public async Task An_object_larger_than_an_archive_takes_is_refused()
    {
        await using var writer = new SegmentWriter(store, "nightly", 0, Guid.NewGuid());
        var o = TestObject.ConfigMap("shop", "big");

        await Assert.ThrowsAsync<ObjectTooLargeException>(
            async () => await writer.AddAsync(o.Archived, new byte[ArchiveFormat.MaxObjectBytes + 1]));
    }

    [Fact]
    public async Task An_object_whose_line_no_index_takes_is_refused_alone_and_the_rest_makes_an_archive()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        await using var writer = new SegmentWriter(store, "nightly", 0, Guid.NewGuid());
        var before = TestObject.ConfigMap("shop", "before");
        await writer.AddAsync(before.Archived, before.Json);

        var labelled = Labelled("labelled", ArchiveFormat.MaxIndexLineBytes);
        var error = await Assert.ThrowsAsync<ObjectTooLargeException>(async () => await writer.AddAsync(labelled.Archived, labelled.Json));
        Assert.Equal(labelled.Archived.Key, error.Key);
        var longest = Labelled("longest", ArchiveFormat.MaxIndexLineBytes - 1024);
        await writer.AddAsync(longest.Archived, longest.Json);
        var after = TestObject.ConfigMap("shop", "after");
        await writer.AddAsync(after.Archived, after.Json);
        var segment = await writer.CompleteAsync();

        Assert.Equal(3, segment.Objects);
        await ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), [segment], []);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
        var index = await (await ArchiveReader.OpenAsync(store, "nightly")).ReadIndexAsync().Select(i => i.Entry.Name).ToListAsync();
        Assert.Equal(["before", "longest", "after"], index);

        static (ArchivedObject Archived, byte[] Json) Labelled(string name, int bytes)
        {
            var json = System.Text.Encoding.UTF8.GetBytes(
                $$"""{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "{{name}}", "namespace": "shop", "labels": { "l": "{{new string('x', bytes)}}" } } }""");
            return (new(new GroupResource("configmaps", ""), ObjectHead.Read(json)), json);
        }
    }

    [Fact]
    public async Task A_store_that_fails_is_heard_of_at_the_latest_when_the_segment_is_completed()
    {
        store.Before = (operation, _) => operation == "stage"
            ? Task.FromException(new StoreFullException(store.Location, "x"))
            : Task.CompletedTask;

        await Assert.ThrowsAsync<StoreFullException>(
            () => TestBackup.StageAsync(store, "nightly", 0, Incompressible(200, 20_000), blockBytes: 100_000));
        await Assert.ThrowsAsync<StoreFullException>(() => TestBackup.StageAsync(store, "nightly", 1, TestObject.Guestbook()));
    }

    [Fact]
    public async Task An_abandoned_writer_commits_nothing()
    {
        await using (var writer = new SegmentWriter(store, "nightly", 0, Guid.NewGuid(), new SegmentWriterOptions { BlockBytes = 100_000 }))
        {
            foreach (var o in Incompressible(200, 20_000))
                await writer.AddAsync(o.Archived, o.Json);
        }

        Assert.NotEmpty(store.Staged);
        Assert.Empty(store.Snapshot());
    }

    /// <summary>Objects whose data gzip can't shrink much, so that blocks fill.</summary>
    internal static IEnumerable<TestObject> Incompressible(int count, int bytes, int seed = 1)
    {
        var random = new Random(seed);
        var data = new byte[bytes * 3 / 4];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(data);
            yield return TestObject.Create("secrets", "v1", "Secret", "shop", $"blob-{i:D5}", o =>
                o["data"] = new JsonObject { ["k"] = Convert.ToBase64String(data) });
        }
    }
}
