using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

/// <summary>What is restored is what was backed up, as another program sees it.</summary>
[SupportedOSPlatform("linux")]
public abstract class RoundTrips : IDisposable
{
    private readonly VolumeFolder folder;

    protected RoundTrips(FileKey? key) => folder = new(key);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Campaign.Count(10, 100))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_random_tree_comes_back_as_it_was(int seed)
    {
        new RandomTree(folder.Tree, seed).Grow(120);

        var record = await folder.BackUpAsync("first");
        var (restored, result) = await folder.RestoreAsync("first");

        Assert.Empty(record.Problems);
        Assert.Empty(result.Problems);
        Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(restored));
    }

    [Fact]
    public async Task An_empty_directory_is_a_backup_too()
    {
        await folder.BackUpAsync("empty");

        var (restored, result) = await folder.RestoreAsync("empty");

        Assert.Equal(1, result.Entries);
        Assert.Empty(Directory.EnumerateFileSystemEntries(restored));
    }

    [Fact]
    public async Task Each_of_many_generations_comes_back_as_it_was()
    {
        var tree = new RandomTree(folder.Tree, 7);
        tree.Grow(150);
        var expected = new List<string>();
        for (var generation = 0; generation < Campaign.Count(6, 30); generation++)
        {
            await folder.BackUpAsync($"generation-{generation}");
            expected.Add(VolumeFolder.Describe(folder.Tree));
            tree.Edit(25);
        }

        for (var generation = 0; generation < expected.Count; generation++)
        {
            var (restored, result) = await folder.RestoreAsync($"generation-{generation}");
            Assert.Empty(result.Problems);
            Assert.Equal(expected[generation], VolumeFolder.Describe(restored));
        }
    }

    [Fact]
    public async Task A_second_backup_of_the_same_reads_and_stores_nothing()
    {
        new RandomTree(folder.Tree, 3).Grow(100);
        var later = new LaterClock(TimeSpan.FromMinutes(1));
        await folder.BackUpAsync("first", later);

        var second = await folder.BackUpAsync("second", later);

        Assert.Equal("first", second.Parent);
        Assert.Equal((0, 0, 0), (second.Totals.ReadBytes, second.Totals.NewBytes, second.Totals.StoredBytes));
        var (restored, _) = await folder.RestoreAsync("second");
        Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(restored));
    }

    [Fact]
    public async Task Holes_stay_holes()
    {
        var sparse = Path.Combine(folder.Tree, "sparse");
        await using (var file = File.Create(sparse))
        {
            for (var at = 0; at < 64; at++)
            {
                file.Position = at * 1_000_000L;
                file.Write("data"u8);
            }

            file.SetLength(100_000_000);
        }

        await folder.BackUpAsync("first");
        var (restored, _) = await folder.RestoreAsync("first");

        Assert.Contains("sparse holes", VolumeFolder.Describe(folder.Tree), StringComparison.Ordinal);
        Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(restored));
    }

    [Fact]
    public async Task A_file_that_changed_just_before_it_was_read_is_read_again_the_next_time()
    {
        // A file system may count in seconds: a further change would leave everything but the content as it was.
        var file = Path.Combine(folder.Tree, "file");
        await File.WriteAllTextAsync(file, "before");
        var modified = File.GetLastWriteTimeUtc(file);
        await folder.BackUpAsync("first");
        await File.WriteAllTextAsync(file, "after.");
        File.SetLastWriteTimeUtc(file, modified);

        var second = await folder.BackUpAsync("second");

        Assert.Equal((6, 6), (second.Totals.ReadBytes, second.Totals.NewBytes));
    }

    [Fact]
    public async Task A_large_file_that_moved_by_a_byte_is_stored_once()
    {
        var content = new byte[20_000_000];
        new Random(5).NextBytes(content);
        var file = Path.Combine(folder.Tree, "large");
        await File.WriteAllBytesAsync(file, content);
        await folder.BackUpAsync("first");
        await File.WriteAllBytesAsync(file, [1, .. content]);

        var second = await folder.BackUpAsync("second");

        Assert.Equal(content.Length + 1, second.Totals.ReadBytes);
        Assert.InRange(second.Totals.NewBytes, 1, 6_000_000);
        var (restored, _) = await folder.RestoreAsync("second");
        Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(restored, "large")));
    }
}

[SupportedOSPlatform("linux")]
public sealed class RoundTripTests() : RoundTrips(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedRoundTripTests() : RoundTrips(FileKey.Generate());
