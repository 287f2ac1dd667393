using System.Runtime.Versioning;
using System.Text;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

[SupportedOSPlatform("linux")]
public sealed class FileRestoreTests : IDisposable
{
    private readonly VolumeFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Chunks end at any moment: between two looks at those that are under way, too.</summary>
    [Fact]
    public async Task A_file_of_many_chunks_is_written_whole_however_they_end()
    {
        const int Chunks = 4_000;
        var table = new PackTable();
        var refs = new List<ChunkRef>();
        await using (var packs = new PackWriter(folder.Store, new("data"), "attempt", table, () => { }, default))
        {
            using var writer = new ChunkWriter(new ChunkIndex(), packs, chunk => chunk);
            for (var number = 0; number < Chunks; number++)
            {
                refs.Add(await writer.WriteAsync(Encoding.ASCII.GetBytes($"{number:D6}\n")));
            }

            await packs.CompleteAsync();
        }

        var record = new VolumeRecord
        {
            Name = "first",
            Volume = "data",
            Source = "",
            StartedAt = default,
            CompletedAt = default,
            Tree = new("volumes/data/trees/none", 0, ""),
            Packs = table.ToList(),
            Totals = new(0, 0, 0, 0, 0, 0, 0, 0),
            Problems = [],
        };
        using var reader = new PackReader(new(folder.Store, record, keys: null));
        using var slots = new SemaphoreSlim(4);
        var restore = new FileRestore(reader, slots, new(() => { }));
        var expected = string.Concat(Enumerable.Range(0, Chunks).Select(number => $"{number:D6}\n"));
        for (var run = 0; run < 20; run++)
        {
            var path = Path.Combine(folder.Tree, $"file-{run}");
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
            {
                await restore.WriteAsync(file, new(expected.Length, null, refs), default);
            }

            Assert.Equal(expected, await File.ReadAllTextAsync(path));
        }
    }
}
