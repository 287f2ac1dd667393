using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>What every kind of user's key must do, wherever it is kept.</summary>
public abstract class KeyEncryptionConformance
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    /// <summary>A key that no other call gives.</summary>
    protected abstract IKeyEncryption Create();

    /// <summary>The same key, opened once more.</summary>
    protected abstract IKeyEncryption Reopen(IKeyEncryption key);

    [Fact]
    public async Task What_it_wraps_it_unwraps_also_when_opened_again()
    {
        var key = Create();
        var wrapped = await key.WrapAsync(Secret);

        Assert.Equal(Secret, await key.UnwrapAsync(wrapped));
        Assert.Equal(Secret, await Reopen(key).UnwrapAsync(wrapped));
    }

    [Fact]
    public async Task What_it_wraps_shows_nothing_of_the_secret_and_is_small()
    {
        var wrapped = await Create().WrapAsync(Secret);

        Assert.InRange(wrapped.Bytes.Length, 33, 4096);
        Assert.Equal(-1, wrapped.Bytes.AsSpan().IndexOf(Secret.AsSpan(0, 8)));
    }

    [Fact]
    public async Task A_change_of_any_byte_is_refused()
    {
        var key = Create();
        var wrapped = await key.WrapAsync(Secret);
        for (var position = 0; position < wrapped.Bytes.Length; position++)
        {
            var changed = wrapped.Bytes.ToArray();
            changed[position] ^= 1;
            await Assert.ThrowsAsync<KeyUnwrapException>(() => key.UnwrapAsync(wrapped with { Bytes = changed }));
        }
    }

    [Fact]
    public async Task A_cut_or_an_addition_is_refused()
    {
        var key = Create();
        var wrapped = await key.WrapAsync(Secret);
        foreach (var length in new[] { 0, 1, 12, 28, wrapped.Bytes.Length - 1 })
            await Assert.ThrowsAsync<KeyUnwrapException>(() => key.UnwrapAsync(wrapped with { Bytes = wrapped.Bytes[..length] }));
        await Assert.ThrowsAsync<KeyUnwrapException>(() => key.UnwrapAsync(wrapped with { Bytes = new byte[wrapped.Bytes.Length + 1] }));
    }

    [Fact]
    public async Task Another_key_has_another_id_and_does_not_unwrap()
    {
        var (key, other) = (Create(), Create());
        var error = await Assert.ThrowsAsync<KeyUnwrapException>(async () => await other.UnwrapAsync(await key.WrapAsync(Secret)));

        Assert.NotEqual(key.KeyId, other.KeyId);
        Assert.Equal(key.KeyId, Reopen(key).KeyId);
        Assert.Equal(ErrorKind.Damaged, error.Kind);
        Assert.Contains(other.KeyId, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_envelope_of_it_opens_with_it_alone()
    {
        var (key, other) = (Create(), Create());
        var store = new MemoryStore();
        var made = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var again = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, Reopen(key));

        Assert.Equal(made.Material.ToArray(), again.Material.ToArray());
        var keyId = await KeyEnvelopes.FindKeyIdAsync(store, "nightly");
        Assert.Equal((true, true, false), (key.Opens(keyId), Reopen(key).Opens(keyId), other.Opens(keyId)));
        await Assert.ThrowsAsync<WrongKeyException>(() => KeyEnvelopes.OpenAsync(store, "nightly", TestBackup.Uid, other));
        await Assert.ThrowsAsync<KeyNeededException>(() => KeyEnvelopes.OpenAsync(store, "nightly", TestBackup.Uid, null));
        await Assert.ThrowsAsync<BackupConflictException>(() => KeyEnvelopes.CreateAsync(store, "nightly", Guid.NewGuid(), key));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_such()
    {
        var key = Create();
        var wrapped = await key.WrapAsync(Secret);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => key.WrapAsync(Secret, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => key.UnwrapAsync(wrapped, cancelled.Token));
    }
}
