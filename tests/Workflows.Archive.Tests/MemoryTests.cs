using System.Text;
using Workflows.Archive.Compression;
using Workflows.Archive.Encryption;
using Workflows.Archive.Errors;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Archive.Writing;

namespace Workflows.Archive.Tests;

/// <summary>Tests that count bytes of the whole process run by themselves.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

/// <summary>What writing and reading hold or allocate, counted in bytes: neither size nor malice may make it grow.</summary>
[Collection(nameof(MeasuredMemory))]
public sealed class MemoryTests
{
    private static readonly TestObject Honest = TestObject.ConfigMap("shop", "settings");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_writer_holds_does_not_grow_with_what_it_writes(bool encrypted)
    {
        // The first fills the pools that buffers come from and go back to.
        await HeldBytesAsync(20_000, encrypted);

        // Counted, not timed: bytes allocated and still held per object written, over ten times the objects.
        var small = await HeldBytesAsync(2_000, encrypted);
        var large = await HeldBytesAsync(20_000, encrypted);

        Assert.InRange(large - small, long.MinValue, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task An_index_that_unpacks_without_end_costs_little()
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangeIndex = _ => new string('x', 200 * 1024 * 1024);
        var store = await archive.BuildAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Assert.ThrowsAsync<ArchiveDamagedException>(() => ReadIndexAsync(store));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task A_member_that_unpacks_to_more_than_stated_costs_what_was_stated()
    {
        var archive = new ForgedArchive().Add(Honest);
        var bomb = GzipMember.Pack(new byte[200 * 1024 * 1024]);
        archive.ChangePacked = _ => bomb;
        var store = await archive.BuildAsync();
        var reader = await ArchiveReader.OpenAsync(store, "forged");
        var location = (await reader.ReadIndexAsync().SingleAsync()).Location;
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Assert.ThrowsAsync<ArchiveDamagedException>(async () => await reader.ReadObjectsAsync([location]).ToListAsync());

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 4 * 1024 * 1024);
        Assert.NotEmpty((await ArchiveVerifier.VerifyAsync(store, "forged")).Problems);
    }

    private static async Task<long> HeldBytesAsync(int count, bool encrypted)
    {
        // A store that keeps nothing: what is held is the writer's.
        var forgetful = new ForgetfulStore();
        var options = new SegmentWriterOptions
        {
            BlockBytes = 256 * 1024,
            Key = encrypted ? new BackupKey(TestBackup.Uid, new byte[BackupKey.Bytes]) : null,
        };
        await using var writer = new SegmentWriter(forgetful, "nightly", 0, Guid.NewGuid(), options);
        var data = Encoding.UTF8.GetBytes("some data that is about as long as a small object's usually is");
        for (var i = 0; i < count; i++)
        {
            var o = TestObject.ConfigMap($"ns-{i % 20}", $"object-{i}", Convert.ToBase64String(data));
            await writer.AddAsync(o.Archived, o.Json);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true);
        await writer.CompleteAsync();
        return held;
    }

    private static async Task ReadIndexAsync(MemoryStore store) =>
        await (await ArchiveReader.OpenAsync(store, "forged")).ReadIndexAsync().CountAsync();
}
