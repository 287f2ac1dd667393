using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Directory trees with a key.</summary>
public sealed class EncryptedVolumeTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("workflows-tree-");

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(tree.FullName, "app.conf"), "colour = blue");
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "b.key")).ExitCode);
        Assert.Equal(0, (await BackUpAsync("monday", "--key-file", "a.key")).ExitCode);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        harness.Dispose();
        tree.Delete(recursive: true);
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("cat", "app.conf")]
    [InlineData("verify")]
    [InlineData("restore", "--path", "restored")]
    public async Task What_reads_a_volume_backup_needs_its_key_and_says_so_in_one_line(string command, params string[] more)
    {
        var wrong = await Cli.RunAsync(["volume", command, "monday", .. more, "--key-file", "b.key"]);
        var without = await Cli.RunAsync(["volume", command, "monday", .. more]);
        var with = await Cli.RunAsync(["volume", command, "monday", .. more, "--key-file", "a.key"]);

        Assert.Equal((0, ""), (with.ExitCode, with.Error));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("\"monday\" is encrypted with the key", wrong.Error, StringComparison.Ordinal);
        Assert.Single(wrong.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(command == "verify" ? 0 : 1, without.ExitCode);
        Assert.Contains(command == "verify" ? "Without the key" : "--key-file", without.Out + without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_with_the_key_is_what_was_backed_up()
    {
        Assert.Equal(0, (await Cli.RunAsync("volume", "restore", "monday", "--path", "restored", "--key-file", "a.key")).ExitCode);

        Assert.Equal("colour = blue", File.ReadAllText(Path.Combine(Cli.WorkPath, "restored", "app.conf")));
    }

    [Fact]
    public async Task Get_lists_it_without_a_key_and_tells_nothing_of_what_it_holds()
    {
        var text = await Cli.RunAsync("volume", "get");
        var listed = (await Cli.RunAsync("volume", "get", "-o", "json")).Json.GetProperty("volumes")[0];
        var opened = (await Cli.RunAsync("volume", "get", "monday", "--key-file", "a.key", "-o", "json")).Json.GetProperty("volumes")[0];

        Assert.Contains("(encrypted)", text.Out, StringComparison.Ordinal);
        Assert.True(listed.GetProperty("encrypted").GetBoolean());
        Assert.False(listed.TryGetProperty("source", out _));
        Assert.Equal(tree.FullName, opened.GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_variable_stands_in_for_the_option_and_does_no_harm_to_backups_in_the_clear()
    {
        Assert.Equal(0, (await BackUpAsync("plain")).ExitCode);
        Cli.Variables["WORKFLOWS_KEY_FILE"] = Path.Combine(Cli.WorkPath, "a.key");

        var second = await BackUpAsync("tuesday", "-o", "json");
        Assert.Equal("monday", second.Json.GetProperty("parent").GetString());
        Assert.Equal(0, (await Cli.RunAsync("volume", "ls", "monday")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("volume", "verify", "plain")).ExitCode);
        var named = await Cli.RunAsync("volume", "verify", "plain", "--key-file", "a.key");
        Assert.Equal(2, named.ExitCode);
        Assert.Contains("is not encrypted", named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_without_the_key_says_that_it_shares_nothing_and_why()
    {
        var plain = await BackUpAsync("plain");

        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("the earlier backups of the volume are encrypted", plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("it is the first", plain.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_includes_volumes_unless_backups_are_named()
    {
        var named = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "none", "-o", "json");
        Assert.False(named.Json.TryGetProperty("volumes", out _));
        Assert.Equal(0, (await Cli.RunAsync("volume", "verify", "monday", "--key-file", "a.key")).ExitCode);

        var rotated = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");

        Assert.Equal(0, rotated.ExitCode);
        Assert.Equal("Rotated", rotated.Json.GetProperty("volumes")[0].GetProperty("outcome").GetString());
        Assert.Equal(0, (await Cli.RunAsync("volume", "verify", "monday", "--key-file", "b.key")).ExitCode);
        Assert.Equal(1, (await Cli.RunAsync("volume", "verify", "monday", "--key-file", "a.key")).ExitCode);
        Assert.Contains("Volumes", (await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_keep_their_key_while_a_run_may_need_it()
    {
        Assert.Equal(130, (await harness.InterruptAsync("nightly", "--key-file", "a.key")).ExitCode);

        var kept = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");
        var forced = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "--force", "-o", "json");

        var volume = kept.Json.GetProperty("volumes")[0];
        Assert.Equal((3, "InUse"), (kept.ExitCode, volume.GetProperty("outcome").GetString()));
        Assert.Contains("'nightly'", volume.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("Rotated", forced.Json.GetProperty("volumes")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_deletion_needs_no_key()
    {
        Assert.Equal(0, (await Cli.RunAsync("volume", "delete", "monday", "--yes")).ExitCode);

        Assert.DoesNotContain(Cli.Files(), file => file.Contains("packs", StringComparison.Ordinal));
    }

    private Task<CliRun> BackUpAsync(string name, params string[] more) =>
        Cli.RunAsync(["volume", "backup", name, "--path", tree.FullName, .. more]);
}
