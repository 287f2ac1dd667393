using System.Runtime.Versioning;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Compression;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

/// <summary>Packs in memory are few, however many ask for them.</summary>
[SupportedOSPlatform("linux")]
public sealed class PackReaderTests : IDisposable
{
    private const int Packs = 40;

    private readonly VolumeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task No_more_packs_are_fetched_at_once_than_are_kept()
    {
        var (record, chunks) = await StoreAsync();
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fetching = 0;
        var store = new HookedStore(folder.Store)
        {
            BeforeRead = _ =>
            {
                fetching++;
                return leave.Task;
            },
        };
        using var reader = new PackReader(new(store, record, keys: null));
        var contents = chunks.Select(_ => new byte[1]).ToArray();
        using var thread = new OneThread();

        var reads = thread.Run(() => Task.WhenAll(
            chunks.Select((chunk, i) => reader.ReadAsync(chunk, contents[i], default).AsTask())));
        thread.RunUntilIdle();

        Assert.Equal(PackReader.Kept, fetching);
        leave.SetResult();
        thread.RunUntil(reads);
        Assert.Equal(Packs, fetching);
        Assert.Equal(Enumerable.Range(0, Packs).Select(i => (byte)i), contents.Select(content => content[0]));
    }

    [Fact]
    public async Task A_pack_that_is_wanted_again_soon_is_fetched_once()
    {
        var (record, chunks) = await StoreAsync();
        var fetches = 0;
        var store = new HookedStore(folder.Store) { BeforeRead = _ =>
        {
            Interlocked.Increment(ref fetches);
            return Task.CompletedTask;
        } };
        using var reader = new PackReader(new(store, record, keys: null));
        for (var round = 0; round < 3; round++)
        {
            foreach (var chunk in chunks.Take(PackReader.Kept))
            {
                await reader.ReadAsync(chunk, new byte[1], default);
            }
        }

        Assert.Equal(PackReader.Kept, fetches);
    }

    [Fact]
    public async Task A_fetch_that_failed_is_tried_again()
    {
        var (record, chunks) = await StoreAsync();
        var path = Path.Combine(folder.StorePath, new VolumeLayout("data").Pack(record.Packs[0].Name));
        File.Move(path, path + ".away");
        using var reader = new PackReader(new(folder.Store, record, keys: null));
        await Assert.ThrowsAsync<VolumeDamagedException>(() => reader.ReadAsync(chunks[0], new byte[1], default).AsTask());
        File.Move(path + ".away", path);

        await reader.ReadAsync(chunks[0], new byte[1], default);
    }

    /// <summary>Packs of one chunk of one byte each.</summary>
    private async Task<(VolumeRecord Record, ChunkRef[] Chunks)> StoreAsync()
    {
        var record = await folder.BackUpAsync("first");
        var layout = new VolumeLayout("data");
        var packs = new List<PackEntry>();
        for (var i = 0; i < Packs; i++)
        {
            var pack = new PackEntry($"pack-{i}", 1, "");
            await folder.Store.WriteAsync(layout.Pack(pack.Name), new[] { (byte)i }, Archive.Stores.WriteCondition.IfAbsent);
            packs.Add(pack);
        }

        var chunks = Enumerable.Range(0, Packs).Select(i => new ChunkRef(ChunkId.Of([(byte)i]), 1, i, 0, 1, Codec.None));
        return (record with { Packs = packs }, [.. chunks]);
    }
}
