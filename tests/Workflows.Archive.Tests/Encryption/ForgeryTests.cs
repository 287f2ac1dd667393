using System.Text;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>
/// What somebody can do who may write to the store and knows the format, but has no key: every digest and hash that
/// needs none is made right again. Nothing of it may pass with the key.
/// </summary>
public sealed class ForgeryTests : IAsyncLifetime
{
    private readonly MemoryStore store = new();
    private readonly FileKey key = FileKey.Generate();
    private int headerLength;

    private static string Manifest => ArchiveLayout.Manifest("nightly");

    private static string Tarball => ArchivePaths.Of("nightly", isEncrypted: true).Tarball;

    public async Task InitializeAsync()
    {
        var random = new Random(1);
        var manifest = await TestBackup.CreateAsync(store, key, "nightly", [.. Enumerable.Range(0, 12).Select(i =>
        {
            var data = new byte[60_000];
            random.NextBytes(data);
            return TestObject.ConfigMap("shop", $"object-{i}", Convert.ToBase64String(data));
        })]);
        headerLength = (int)SealedFrames.StoredLength(manifest.Archive.Header.Length);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("\"phase\": \"Completed\"", "\"phase\": \"PartiallyFailed\"")]
    [InlineData("\"objects\": 12", "\"objects\": 11")]
    [InlineData("\"startedAt\": \"2026", "\"startedAt\": \"2025")]
    [InlineData("\"ttlSeconds\": 2592000", "\"ttlSeconds\": 0")]
    [InlineData("11111111-2222", "11111111-3333")]
    [InlineData("{\n", "{\n ")]
    public async Task A_manifest_edited_and_digested_anew_is_refused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(store.Snapshot()[Manifest]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        var open = Encoding.UTF8.GetString(DigestedJson.Open(Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..])));
        store.Overwrite(Manifest, DigestedJson.CloseOpen(Encoding.UTF8.GetBytes(open)));

        var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key);
        Assert.NotEmpty(report.Problems);
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => ArchiveReader.OpenAsync(store, "nightly", key));
    }

    [Fact]
    public async Task Frames_swapped_inside_a_segment_are_named()
    {
        var content = store.Snapshot()[Tarball].ToArray();
        var first = content.Length - (6 * SealedFrames.StoredBytes);
        first -= (first - headerLength) % SealedFrames.StoredBytes;
        var second = first + SealedFrames.StoredBytes;
        byte[] swapped =
        [
            .. content[..first], .. content[second..(second + SealedFrames.StoredBytes)],
            .. content[first..second], .. content[(second + SealedFrames.StoredBytes)..],
        ];
        Assert.NotEqual(content, swapped);
        store.Overwrite(Tarball, swapped);

        await AssertNamedAsync(Tarball);
    }

    [Fact]
    public async Task A_frame_left_out_is_named_even_if_the_length_is_made_right()
    {
        var content = store.Snapshot()[Tarball].ToArray();
        var start = headerLength;
        store.Overwrite(Tarball, [.. content[..start], .. content[(start + SealedFrames.StoredBytes)..], .. new byte[SealedFrames.StoredBytes]]);

        await AssertNamedAsync(Tarball);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_of_another_backup_of_the_same_key_do_not_pass(bool withEnvelope)
    {
        var other = new MemoryStore();
        await TestBackup.CreateAsync(other, key, "nightly", TestObject.Guestbook());
        foreach (var (path, content) in other.Snapshot().Where(f => f.Key != Manifest))
        {
            if (withEnvelope || path != ArchiveLayout.KeyEnvelope("nightly"))
                store.Overwrite(path, content);
        }

        Assert.NotEmpty((await ArchiveVerifier.VerifyAsync(store, "nightly", key)).Problems);
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => ArchiveReader.OpenAsync(store, "nightly", key));
    }

    [Fact]
    public async Task A_backup_under_another_name_does_not_pass()
    {
        foreach (var (path, content) in store.Snapshot())
        {
            var text = Encoding.Latin1.GetString(content);
            var renamed = path.StartsWith("catalog/", StringComparison.Ordinal) || path.StartsWith("keys/", StringComparison.Ordinal)
                ? DigestedJson.CloseOpen(DigestedJson.Open(Encoding.Latin1.GetBytes(text.Replace("nightly", "forgery", StringComparison.Ordinal))).ToArray())
                : content;
            store.Overwrite(path.Replace("nightly", "forgery", StringComparison.Ordinal), renamed);
        }

        var report = await ArchiveVerifier.VerifyAsync(store, "forgery", key);

        Assert.NotEmpty(report.Problems);
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => ArchiveReader.OpenAsync(store, "forgery", key));
    }

    private async Task AssertNamedAsync(string path)
    {
        foreach (var depth in Enum.GetValues<VerifyDepth>())
        {
            var report = await ArchiveVerifier.VerifyAsync(store, "nightly", key, depth);
            Assert.Contains(report.Problems, p => p.Where.StartsWith(path, StringComparison.Ordinal));
        }
    }
}
