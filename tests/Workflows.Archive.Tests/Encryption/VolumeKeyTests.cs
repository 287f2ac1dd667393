using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>The keys of volumes: made once, wrapped, and what is sealed with what is derived from them.</summary>
public sealed class VolumeKeyTests
{
    private const string Attempt = "0123456789abcdef0123456789abcdef";

    private readonly MemoryStore store = new();
    private readonly FileKey mine = FileKey.Generate();

    public static TheoryData<int> Lengths => [1, 2, 65_535, 65_536, 65_537, 131_072, 200_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_was_sealed_at_once_or_bit_by_bit_comes_back_at_once_or_bit_by_bit(int length)
    {
        var key = (await KeyAsync()).ForAttempt(Attempt);
        var content = RandomNumberGenerator.GetBytes(length);
        using var writer = key.Write("a/path");
        using var written = new MemoryStream();
        foreach (var piece in content.Chunk(10_007))
        {
            writer.Append(piece);
            written.Write(writer.Stored.Span);
            writer.Clear();
        }

        writer.Complete();
        written.Write(writer.Stored.Span);
        foreach (var stored in (byte[][])[key.Seal("a/path", content), written.ToArray()])
        {
            Assert.Equal(SealedLength.OfStored(length), stored.Length);
            Assert.Equal(length, SealedLength.OfPlain(stored.Length));
            Assert.Equal(content, key.Open("a/path", stored));
            using var source = new MemoryStream(stored);
            await using var opened = await key.OpenReadAsync("a/path", source, stored.Length);
            using var copied = new MemoryStream();
            await opened.CopyToAsync(copied);
            Assert.Equal(content, copied.ToArray());
        }
    }

    [Fact]
    public void A_length_that_no_sealed_file_has_is_none()
    {
        foreach (var stored in (long[])[-1, 0, 63, 64, 79, 80, 64 + 65_536 + 16 + 16, long.MinValue / 2])
        {
            Assert.Equal(0, SealedLength.OfPlain(stored));
        }
    }

    [Fact]
    public async Task A_changed_cut_or_lengthened_file_does_not_open()
    {
        var key = (await KeyAsync()).ForAttempt(Attempt);
        var stored = key.Seal("a/path", RandomNumberGenerator.GetBytes(65_600));
        for (var at = 0; at < stored.Length; at += at < 100 || at > stored.Length - 100 ? 1 : 997)
        {
            var changed = stored.ToArray();
            changed[at] ^= 1;
            await AssertRefusedAsync(key, "a/path", changed);
            await AssertRefusedAsync(key, "a/path", stored[..at]);
        }

        Assert.Throws<InvalidDataException>(() => key.Open("a/path", [.. stored, 0]));
    }

    [Fact]
    public async Task A_file_opens_only_where_it_was_sealed_and_with_its_attempts_key()
    {
        var volume = await KeyAsync();
        var key = volume.ForAttempt(Attempt);
        var stored = key.Seal("volumes/data/packs/1", "content"u8);

        await AssertRefusedAsync(key, "volumes/data/packs/2", stored);
        await AssertRefusedAsync(key, "volumes/other/packs/1", stored);
        await AssertRefusedAsync(volume.ForAttempt(Attempt.Replace('0', 'f')), "volumes/data/packs/1", stored);
        await AssertRefusedAsync((await KeyAsync("other")).ForAttempt(Attempt), "volumes/data/packs/1", stored);
        Assert.Throws<InvalidDataException>(() => volume.Open("volumes/data/packs/1", stored));
    }

    [Fact]
    public async Task The_same_content_at_the_same_place_is_sealed_differently_each_time()
    {
        var key = (await KeyAsync()).ForAttempt(Attempt);

        var (one, other) = (key.Seal("a", "content"u8), key.Seal("a", "content"u8));

        Assert.NotEqual(one[..64], other[..64]);
        Assert.NotEqual(one[64..], other[64..]);
    }

    [Fact]
    public async Task What_is_handed_over_seals_the_same_and_is_shown_nowhere()
    {
        var volume = await KeyAsync();
        var key = volume.ForAttempt(Attempt);
        var handedOver = AttemptKey.Import(Attempt, key.Export());

        Assert.Equal("content"u8.ToArray(), key.Open("a", handedOver.Seal("a", "content"u8)));
        Assert.Equal(["the key of the attempt " + Attempt, "the key of the volume data"], [handedOver.ToString(), volume.ToString()]);
        Assert.NotEqual(volume.Material.ToArray(), key.Export());
        Assert.Throws<ArgumentException>(() => AttemptKey.Import("no attempt", key.Export()));
        Assert.Throws<ArgumentException>(() => AttemptKey.Import(Attempt, key.Export()[1..]));
    }

    [Fact]
    public async Task Of_those_who_make_a_volumes_key_at_once_all_get_the_same()
    {
        var made = new List<VolumeKey>();
        store.Before = async (operation, _) =>
        {
            if (operation == "write")
            {
                store.Before = null;
                made.Add(await KeyAsync());
            }
        };
        made.Add(await KeyAsync());
        made.Add(await KeyAsync());

        Assert.Equal(3, made.Count);
        Assert.All(made, key => Assert.Equal(made[0].Material.ToArray(), key.Material.ToArray()));
    }

    [Fact]
    public async Task A_volumes_key_needs_the_users_and_names_it()
    {
        await KeyAsync();
        var other = FileKey.Generate();

        var needed = await Assert.ThrowsAsync<KeyNeededException>(() => VolumeKeys.OpenAsync(store, "data", null, "The backup"));
        var wrong = await Assert.ThrowsAsync<WrongKeyException>(() => VolumeKeys.CreateAsync(store, "data", other));

        Assert.Contains($"The backup is encrypted with the key {mine.KeyId}", needed.Message, StringComparison.Ordinal);
        Assert.Contains($"Volume \"data\" is encrypted with the key {mine.KeyId}; the key given is {other.KeyId}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_envelope_that_is_gone_damaged_or_of_another_volume_is_damage()
    {
        await KeyAsync();
        await KeyAsync("other");
        var envelope = store.Snapshot()[VolumeKeys.EnvelopeOf("data")];
        store.Remove(VolumeKeys.EnvelopeOf("data"));
        await AssertDamagedAsync("missing");
        await store.WriteAsync(VolumeKeys.EnvelopeOf("data"), store.Snapshot()[VolumeKeys.EnvelopeOf("other")], WriteCondition.None);
        await AssertDamagedAsync("another one's");
        await store.WriteAsync(
            VolumeKeys.EnvelopeOf("data"),
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(envelope).Replace(mine.KeyId, FileKey.Generate().KeyId, StringComparison.Ordinal)),
            WriteCondition.None);
        await AssertDamagedAsync("digest");

        async Task AssertDamagedAsync(string what)
        {
            var damaged = await Assert.ThrowsAsync<WorkflowsException>(() => VolumeKeys.OpenAsync(store, "data", mine));
            Assert.Equal(ErrorKind.Damaged, damaged.Kind);
            Assert.Contains(VolumeKeys.EnvelopeOf("data"), damaged.Message, StringComparison.Ordinal);
            Assert.Contains(what, damaged.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_rotated_volume_has_the_same_key_and_opens_with_the_new_one_only()
    {
        var key = await KeyAsync();
        var next = FileKey.Generate();

        var inUse = await Assert.ThrowsAsync<KeyInUseException>(
            () => KeyRotation.RotateVolumeAsync(store, "data", mine, next, () => Task.FromResult<string?>("of somebody")));
        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateVolumeAsync(store, "data", mine, next));
        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateVolumeAsync(store, "data", mine, next));

        Assert.Contains("of somebody", inUse.Message, StringComparison.Ordinal);
        Assert.Equal(key.Material.ToArray(), (await VolumeKeys.OpenAsync(store, "data", next)).Material.ToArray());
        await Assert.ThrowsAsync<WrongKeyException>(() => VolumeKeys.OpenAsync(store, "data", mine));
        await Assert.ThrowsAsync<WrongKeyException>(() => KeyRotation.RotateVolumeAsync(store, "data", mine, FileKey.Generate()));
        Assert.Null(await KeyRotation.RotateVolumeAsync(store, "none", mine, next));
        Assert.Equal(["data"], await VolumeKeys.ListAsync(store).ToListAsync());
    }

    [Theory]
    [InlineData("../data")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".")]
    public async Task A_volume_whose_name_leads_elsewhere_has_no_key(string name) =>
        await Assert.ThrowsAsync<StorePathException>(() => KeyAsync(name));

    private static async Task AssertRefusedAsync(AttemptKey key, string path, byte[] stored)
    {
        Assert.Throws<InvalidDataException>(() => key.Open(path, stored));
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            using var source = new MemoryStream(stored);
            await using var opened = await key.OpenReadAsync(path, source, stored.Length);
            await opened.CopyToAsync(Stream.Null);
        });
    }

    private Task<VolumeKey> KeyAsync(string volume = "data") => VolumeKeys.CreateAsync(store, volume, mine);
}
