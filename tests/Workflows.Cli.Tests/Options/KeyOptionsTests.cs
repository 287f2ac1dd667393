using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Options;

/// <summary>Which key is meant.</summary>
public sealed class KeyOptionsTests : IDisposable
{
    private const string Vault = "https://shop.vault.azure.net/keys/backups";

    private readonly CliHarness cli = new();

    public KeyOptionsTests() => Directory.CreateDirectory(cli.StorePath);

    [Fact]
    public async Task Two_keys_are_refused_however_they_are_named()
    {
        cli.Variables["WORKFLOWS_KEY_FILE"] = "K";
        cli.Variables["WORKFLOWS_KEY_VAULT"] = Vault;

        var options = await cli.RunAsync("backup", "verify", "first", "--key-file", "K", "--key-vault", Vault);
        var variables = await cli.RunAsync("backup", "verify", "first");

        Assert.Equal((2, 2), (options.ExitCode, variables.ExitCode));
        Assert.Contains("--key-file and --key-vault name two keys", options.Error, StringComparison.Ordinal);
        Assert.Contains("WORKFLOWS_KEY_FILE and WORKFLOWS_KEY_VAULT name two keys", variables.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://shop.vault.azure.net.attacker.example/keys/backups")]
    [InlineData("https://shop.vault.azure.net/secrets/backups")]
    public async Task What_is_no_key_of_a_vault_is_sent_no_token(string named)
    {
        var run = await cli.RunAsync("backup", "verify", "first", "--key-vault", named);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("https://VAULT.vault.azure.net/keys/NAME[/VERSION]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_takes_two_keys_of_either_kind_and_asks_no_vault_where_there_is_nothing_to_rotate()
    {
        var file = Path.Combine(cli.WorkPath, "K");
        await KeyFile.CreateAsync(file);

        var without = await cli.RunAsync("key", "rotate", "--key-file", file);
        var run = await cli.RunAsync("key", "rotate", "--key-file", file, "--new-key-vault", Vault, "-o", "json");

        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--new-key-file FILE, or --new-key-vault URL", without.Error, StringComparison.Ordinal);
        Assert.Equal((0, Vault), (run.ExitCode, run.Json.GetProperty("keyId").GetString()));
    }

    public void Dispose() => cli.Dispose();
}
