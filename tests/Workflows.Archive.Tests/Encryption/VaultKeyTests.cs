using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Clouds;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>Keys in Azure Key Vault, against a vault that answers as Azure documents it.</summary>
#pragma warning disable CA1001 // xunit disposes of it, as IAsyncLifetime says.
public sealed class VaultKeyTests : KeyEncryptionConformance, IAsyncLifetime
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    private readonly LocalVault vault = new();
    private readonly MemoryStore store = new();
    private int made;

    [Fact]
    public async Task It_takes_two_operations_and_one_token()
    {
        var version = vault.Make("archive");
        var key = vault.Open("archive");

        var wrapped = await key.WrapAsync(Secret);
        Assert.Equal(Secret, await key.UnwrapAsync(wrapped));

        Assert.Equal($"{LocalVault.Host}/keys/archive/{version}", wrapped.KeyId);
        Assert.Equal(
            [
                $"POST {LocalVault.Host}/keys/archive/wrapkey?api-version=7.4",
                $"POST {LocalVault.Host}/keys/archive/{version}/unwrapkey?api-version=7.4",
            ],
            vault.Calls);
        Assert.Equal(["Bearer azure-secret-1", "Bearer azure-secret-1"], vault.Shown);
        Assert.Equal(["https://vault.azure.net/.default"], vault.Identity.Scopes);
    }

    [Fact]
    public async Task A_token_is_replaced_shortly_before_it_expires()
    {
        vault.Make("archive");
        var key = vault.Open("archive");
        await key.WrapAsync(Secret);
        vault.Time.Advance(TimeSpan.FromMinutes(57));
        await key.WrapAsync(Secret);
        vault.Time.Advance(TimeSpan.FromMinutes(2));
        await key.WrapAsync(Secret);

        Assert.Equal(["Bearer azure-secret-1", "Bearer azure-secret-1", "Bearer azure-secret-2"], vault.Shown);
    }

    [Fact]
    public async Task What_an_older_version_wrapped_opens_after_the_vault_made_a_new_one_and_new_backups_need_that()
    {
        var first = vault.Make("archive");
        var key = vault.Open("archive");
        await TestBackup.CreateAsync(store, key, "monday", TestObject.Guestbook());
        var second = vault.Make("archive");
        await TestBackup.CreateAsync(store, key, "tuesday", TestObject.Guestbook());

        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "monday", vault.Open("archive"))).Problems);
        Assert.Equal(
            ($"{LocalVault.Host}/keys/archive/{first}", $"{LocalVault.Host}/keys/archive/{second}"),
            (await KeyEnvelopes.FindKeyIdAsync(store, "monday"), await KeyEnvelopes.FindKeyIdAsync(store, "tuesday")));
        var error = await Assert.ThrowsAsync<WrongKeyException>(() => ArchiveReader.OpenAsync(store, "monday", vault.Open($"archive/{second}")));
        Assert.Contains($"{LocalVault.Host}/keys/archive/{first}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--key-vault", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_to_the_same_key_rewraps_what_older_versions_wrapped_and_nothing_else()
    {
        vault.Make("archive");
        var key = vault.Open("archive");
        await TestBackup.CreateAsync(store, key, "monday", TestObject.Guestbook());
        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateAsync(store, "monday", key, key));
        var second = vault.Make("archive");

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "monday", key, key));
        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateAsync(store, "monday", key, key));

        Assert.Equal($"{LocalVault.Host}/keys/archive/{second}", await KeyEnvelopes.FindKeyIdAsync(store, "monday"));
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "monday", key)).Problems);
    }

    [Fact]
    public async Task Rotation_goes_from_a_file_to_a_vault_and_back()
    {
        var file = FileKey.Generate();
        vault.Make("archive");
        var key = vault.Open("archive");
        await TestBackup.CreateAsync(store, file, "monday", TestObject.Guestbook());

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "monday", file, key));
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "monday", key)).Problems);
        await Assert.ThrowsAsync<WrongKeyException>(() => ArchiveReader.OpenAsync(store, "monday", file));
        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "monday", key, file));
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "monday", file)).Problems);
    }

    [Fact]
    public async Task An_envelope_of_somebody_elses_vault_gets_no_request()
    {
        vault.Make("archive");
        var key = vault.Open("archive");
        var wrapped = await key.WrapAsync(Secret);
        var asked = vault.Calls.Count;

        await Assert.ThrowsAsync<KeyUnwrapException>(() => key.UnwrapAsync(
            wrapped with { KeyId = wrapped.KeyId.Replace("backups", "attackers", StringComparison.Ordinal) }));
        await Assert.ThrowsAsync<KeyUnwrapException>(() => key.UnwrapAsync(wrapped with { KeyId = "https://attacker.example/keys/archive/1" }));

        Assert.Equal(asked, vault.Calls.Count);
    }

    [Theory]
    [InlineData(401, "Unauthorized", null, ErrorKind.Denied, "tenant")]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", ErrorKind.Denied, "Key Vault Crypto Service Encryption User")]
    [InlineData(403, "Forbidden", "ForbiddenByFirewall", ErrorKind.Denied, "firewall")]
    [InlineData(403, "Forbidden", "KeyDisabled", ErrorKind.Denied, "enable it")]
    [InlineData(404, "KeyNotFound", null, ErrorKind.NotFound, "az keyvault key create")]
    [InlineData(400, "BadParameter", null, ErrorKind.Failed, "RSA key")]
    public async Task A_refusal_says_what_to_do(int status, string code, string? inner, ErrorKind kind, string advice)
    {
        vault.Refusal = LocalVault.Failure(status, code, inner);

        var error = await Assert.ThrowsAsync<CloudException>(() => vault.Open("archive").WrapAsync(Secret));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Contains($"HTTP {status} {inner ?? code}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("azure-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Single(vault.Calls);
    }

    [Fact]
    public async Task A_busy_vault_is_asked_again_after_the_time_that_it_says_and_then_given_up_for_now()
    {
        vault.Refusal = LocalVault.Failure(429, "Throttled").With("Retry-After", "1");

        var error = await Assert.ThrowsAsync<CloudException>(() => vault.Open("archive").WrapAsync(Secret));

        Assert.True(error.IsTransient);
        Assert.Equal(4, vault.Calls.Count);
        Assert.Equal(3, vault.Time.Pauses.Count(pause => pause == TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Another_keys_answer_is_not_taken()
    {
        vault.Refusal = Reply.Json("""{"kid":"https://backups.vault.azure.net/keys/other/00000000000000000000000000000001","value":"AAAA"}""");

        await Assert.ThrowsAsync<CloudException>(() => vault.Open("archive").WrapAsync(Secret));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await vault.DisposeAsync();

    protected override IKeyEncryption Create()
    {
        var name = $"key-{++made}";
        vault.Make(name);
        return vault.Open(name);
    }

    protected override IKeyEncryption Reopen(IKeyEncryption key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return vault.Open(key.KeyId[(key.KeyId.LastIndexOf('/') + 1)..]);
    }
}
