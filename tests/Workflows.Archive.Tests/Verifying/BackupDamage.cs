using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Verifying;

/// <summary>
/// Everything that can happen to the files of a backup: flips, truncations, swaps, removals. Verifying must name the
/// file, whichever depth; a reader must refuse, or give exactly what was archived (some bits of a gzip header mean
/// nothing), and never anything else.
/// </summary>
public abstract class BackupDamage(FileKey? key) : IAsyncLifetime
{
    private readonly MemoryStore store = new();
    private readonly IReadOnlyList<TestObject> objects = TestObject.Guestbook();
    private Dictionary<string, byte[]> intact = [];

    private string Tarball => ArchivePaths.Of("nightly", key is not null).Tarball;

    private string Index => ArchivePaths.Of("nightly", key is not null).Index;

    private static string Manifest => ArchiveLayout.Manifest("nightly");

    public async Task InitializeAsync()
    {
        await TestBackup.CreateAsync(store, key, "nightly", [.. objects.Take(4)], [.. objects.Skip(4)]);
        intact = store.Snapshot().ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_intact_backup_has_no_problems()
    {
        Assert.Equal(key is null ? 11 : 12, intact.Count);
        Assert.Null(await HarmAsync());
        foreach (var depth in Enum.GetValues<VerifyDepth>())
            Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly", key, depth)).Problems);
    }

    [Fact]
    public async Task A_flipped_bit_in_any_byte_is_named()
    {
        foreach (var (path, content) in intact)
        {
            foreach (var position in Positions(content.Length, sampled: 40))
            {
                var damaged = content.ToArray();
                damaged[position] ^= (byte)(1 << (position % 8));
                await AssertNamedAsync(path, damaged, $"bit {position % 8} of byte {position}");
            }
        }
    }

    [Fact]
    public async Task A_file_cut_short_anywhere_is_named()
    {
        foreach (var (path, content) in intact)
        {
            foreach (var length in Positions(content.Length, sampled: 15))
                await AssertNamedAsync(path, content[..length], $"cut to {length} bytes");
        }
    }

    [Fact]
    public async Task A_file_that_grew_is_named()
    {
        foreach (var (path, content) in intact)
        {
            await AssertNamedAsync(path, [.. content, 0], "one zero more");
            await AssertNamedAsync(path, [.. content, .. content], "written twice");
        }
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named()
    {
        foreach (var (path, content) in intact.Where(f => f.Key != Manifest))
        {
            store.Remove(path);
            var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key);
            Assert.Contains(report.Problems, p => p.Where.StartsWith(path, StringComparison.Ordinal) && p.What.Contains("missing", StringComparison.Ordinal));
            store.Overwrite(path, content);
        }

        store.Remove(Manifest);
        await Assert.ThrowsAsync<ArchiveNotFoundException>(() => ArchiveVerifier.VerifyAsync(store, "nightly", key));
    }

    [Fact]
    public async Task Files_swapped_with_each_other_are_named()
    {
        foreach (var (one, two) in intact.Keys.SelectMany((one, i) => intact.Keys.Skip(i + 1).Select(two => (one, two))))
        {
            if (intact[one].AsSpan().SequenceEqual(intact[two]))
                continue;
            store.Overwrite(one, intact[two]);
            store.Overwrite(two, intact[one]);
            await AssertHarmNamedAsync(one, $"swapped with {two}");
            if (one != Manifest && two != Manifest)
                await AssertHarmNamedAsync(two, $"swapped with {one}");
            store.Overwrite(one, intact[one]);
            store.Overwrite(two, intact[two]);
        }
    }

    [Fact]
    public async Task Parts_swapped_inside_archive_or_index_are_named()
    {
        var manifest = (await ArchiveReader.OpenAsync(store, "nightly", key)).Manifest;
        var (first, second) = (manifest.Archive.Segments[0], manifest.Archive.Segments[1]);
        await AssertNamedAsync(
            Tarball, Swap(intact[Tarball], Stored(first.Offset), Stored(first.Length), Stored(second.Length)), "segments swapped");
        await AssertNamedAsync(
            Index, Swap(intact[Index], Stored(first.IndexOffset), Stored(first.IndexLength), Stored(second.IndexLength)), "indexes swapped");
    }

    [Fact]
    public async Task Files_of_another_backup_of_the_same_name_are_named()
    {
        var other = new MemoryStore();
        var manifest = await TestBackup.CreateAsync(other, key, "nightly", [.. objects.Take(3)], [.. objects.Skip(3)]);
        Assert.NotEqual(intact[Tarball].Length, manifest.Archive.Length);
        foreach (var (path, content) in other.Snapshot().Where(f => !f.Value.AsSpan().SequenceEqual(intact[f.Key])))
        {
            // A manifest is judged by whether its files fit: they are what is named then. So is a key that opens.
            if (path == Manifest || path == ArchiveLayout.KeyEnvelope("nightly"))
            {
                store.Overwrite(path, content);
                Assert.NotEmpty((await ArchiveVerifier.VerifyAsync(store, "nightly", key)).Problems);
                await Assert.ThrowsAsync<ArchiveDamagedException>(ReadAllAsync);
                store.Overwrite(path, intact[path]);
            }
            else
            {
                await AssertNamedAsync(path, content, "of another backup");
            }
        }
    }

    [Fact]
    public async Task A_report_goes_on_after_the_first_problem()
    {
        foreach (var path in intact.Keys.Where(p => p != Manifest))
            store.Overwrite(path, [.. intact[path][..^1], (byte)(intact[path][^1] ^ 1)]);

        var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key);

        Assert.All(intact.Keys.Where(p => p != Manifest), path => Assert.Contains(report.Problems, p => p.Where.StartsWith(path, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Progress_ends_at_the_whole_archive()
    {
        var seen = new List<VerifyProgress>();
        var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key, VerifyDepth.Full, new Immediate(seen));

        var length = report.Manifest!.Archive.Length;
        Assert.Equal(new VerifyProgress(length, length, objects.Count), seen[^1]);
        Assert.Equal((objects.Count, length), (report.Objects, report.Bytes));
    }

    /// <summary>How long a piece of one frame, or what begins with such pieces, is in the store.</summary>
    private int Stored(long plain) => (int)(key is null || plain == 0 ? plain : SealedFrames.StoredLength(plain));

    private static IEnumerable<int> Positions(int length, int sampled)
    {
        var step = Campaign.IsFull ? 1 : Math.Max(1, length / sampled);
        for (var position = 0; position < length; position += step)
            yield return position;
        if (step > 1)
            yield return length - 1;
    }

    private static byte[] Swap(byte[] content, int start, int first, int second) =>
    [
        .. content[..start],
        .. content[(start + first)..(start + first + second)],
        .. content[start..(start + first)],
        .. content[(start + first + second)..],
    ];

    private async Task AssertNamedAsync(string path, byte[] damaged, string how)
    {
        store.Overwrite(path, damaged);
        await AssertHarmNamedAsync(path, how);
        store.Overwrite(path, intact[path]);
    }

    private async Task AssertHarmNamedAsync(string path, string how)
    {
        foreach (var depth in Enum.GetValues<VerifyDepth>())
        {
            var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key, depth);
            Assert.True(
                report.Problems.Any(p => p.Where.StartsWith(path, StringComparison.Ordinal)),
                $"{path}, {how}: {depth} says {string.Join("; ", report.Problems)}");
        }

        if (key is not null)
            await AssertNamedWithoutKeyAsync(path, how);

        var harm = await HarmAsync();
        Assert.True(harm is null || harm.Contains(path, StringComparison.Ordinal) || path != Manifest, $"{path}, {how}: {harm}");
        if (path == Manifest || path == Index)
            Assert.True(harm is not null, $"{path}, {how}: the reader did not notice");
    }

    /// <summary>Whatever happens to the bytes is found by their hashes, which need no key.</summary>
    private async Task AssertNamedWithoutKeyAsync(string path, string how)
    {
        var report = await ArchiveVerifier.VerifyAsync(store, "nightly");
        Assert.True(
            report.Problems.Any(p => p.Where.StartsWith(path, StringComparison.Ordinal)),
            $"{path}, {how}: without the key {string.Join("; ", report.Problems)}");
    }

    /// <summary>What a reader says; null if it gave everything exactly as it was archived.</summary>
    private async Task<string?> HarmAsync()
    {
        try
        {
            var read = await ReadAllAsync();
            Assert.Equal(objects.Select(o => o.Json), read);
            return null;
        }
        catch (ArchiveDamagedException error)
        {
            Assert.Equal(ErrorKind.Damaged, error.Kind);
            return error.Where;
        }
    }

    private async Task<List<byte[]>> ReadAllAsync()
    {
        var reader = await ArchiveReader.OpenAsync(store, "nightly", key);
        var index = await reader.ReadIndexAsync().ToListAsync();
        return await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).Select(o => o.Json.ToArray()).ToListAsync();
    }

    private sealed class Immediate(List<VerifyProgress> seen) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => seen.Add(value);
    }
}
