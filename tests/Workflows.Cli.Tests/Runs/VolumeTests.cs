using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Directory trees from the command line: from the first backup to the last.</summary>
public sealed class VolumeTests : IDisposable
{
    private readonly RunHarness harness = new();
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("workflows-tree-");

    public VolumeTests()
    {
        Directory.CreateDirectory(Path.Combine(tree.FullName, "etc"));
        File.WriteAllText(Path.Combine(tree.FullName, "etc", "app.conf"), "colour = blue");
    }

    private CliHarness Cli => harness.Cli;

    public void Dispose()
    {
        harness.Dispose();
        tree.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_backup_finds_the_first_by_its_path()
    {
        await BackUpAsync("monday");
        File.WriteAllText(Path.Combine(tree.FullName, "new"), "12345");

        var second = (await Cli.RunAsync("volume", "backup", "tuesday", "--path", tree.FullName + "/", "-o", "json")).Json;

        Assert.Equal("monday", second.GetProperty("parent").GetString());
        Assert.Equal(5, second.GetProperty("totals").GetProperty("newBytes").GetInt64());
        var listed = (await Cli.RunAsync("volume", "get", "-o", "json")).Json.GetProperty("volumes");
        Assert.Equal(["monday", "tuesday"], listed.EnumerateArray().Select(volume => volume.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task One_file_comes_back_byte_for_byte_whatever_the_output()
    {
        await BackUpAsync("monday");

        var run = await Cli.RunAsync("volume", "cat", "monday", "etc/app.conf", "-o", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Out));
        Assert.Equal("colour = blue"u8.ToArray(), Cli.OutBytes.ToArray());
    }

    [Fact]
    public async Task A_name_that_is_no_text_is_typed_as_it_is_shown()
    {
        using (var shell = System.Diagnostics.Process.Start(
            "bash", ["-c", "printf odd > \"$1\"/$'\\xff\\\\'", "bash", Path.Combine(tree.FullName, "etc")]))
        {
            await shell.WaitForExitAsync();
            Assert.Equal(0, shell.ExitCode);
        }

        try
        {
            await BackUpAsync("monday");
            const string Shown = @"etc/\xff\x5c";
            Assert.Contains(Shown, (await Cli.RunAsync("volume", "ls", "monday", "etc")).Out, StringComparison.Ordinal);

            Assert.Equal(0, (await Cli.RunAsync("volume", "cat", "monday", Shown)).ExitCode);

            Assert.Equal("odd"u8.ToArray(), Cli.OutBytes.ToArray());
            Assert.Equal(2, (await Cli.RunAsync("volume", "cat", "monday", @"etc/\xf")).ExitCode);
        }
        finally
        {
            // System.IO takes no such names.
            using var remove = System.Diagnostics.Process.Start("rm", ["-rf", Path.Combine(tree.FullName, "etc")]);
            await remove.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task What_is_in_a_directory_is_listed()
    {
        await BackUpAsync("monday");

        var entries = (await Cli.RunAsync("volume", "ls", "monday", "/etc/", "-o", "json")).Json.GetProperty("entries");

        Assert.Equal(["etc", "etc/app.conf"], entries.EnumerateArray().Select(entry => entry.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_restore_makes_the_directory_what_it_was()
    {
        await BackUpAsync("monday");
        var target = Path.Combine(tree.FullName, "restored");

        Assert.Equal(0, (await Cli.RunAsync("volume", "restore", "monday", "--path", target)).ExitCode);

        Assert.Equal("colour = blue", File.ReadAllText(Path.Combine(target, "etc", "app.conf")));
    }

    [Fact]
    public async Task Damage_is_found_and_nothing_is_restored_then()
    {
        await BackUpAsync("monday");
        var pack = Directory.GetFiles(Cli.StorePath, "*", SearchOption.AllDirectories)
            .Single(file => file.Contains("/packs/", StringComparison.Ordinal));
        var content = File.ReadAllBytes(pack);
        content[0] ^= 1;
        File.WriteAllBytes(pack, content);

        var verified = await Cli.RunAsync("volume", "verify", "monday");
        var restored = await Cli.RunAsync("volume", "restore", "monday", "--path", Path.Combine(tree.FullName, "restored"));

        Assert.Equal((1, 1), (verified.ExitCode, restored.ExitCode));
        Assert.Contains(Path.GetFileName(pack), verified.Out, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(pack), restored.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tree.FullName, "restored")));
    }

    [Fact]
    public async Task Deleting_frees_what_nobody_else_needs()
    {
        await BackUpAsync("monday");

        Assert.Equal(2, (await Cli.RunAsync("volume", "delete", "monday")).ExitCode);
        var deleted = await Cli.RunAsync("volume", "delete", "monday", "--yes", "-o", "json");

        Assert.True(deleted.Json.GetProperty("freedBytes").GetInt64() > 0);
        Assert.Equal(4, (await Cli.RunAsync("volume", "verify", "monday")).ExitCode);
    }

    [Theory]
    [InlineData(4, "backup", "monday", "--path", "/does/not/exist")]
    [InlineData(2, "backup", "Monday!", "--path", "/")]
    [InlineData(4, "restore", "no-such", "--path", "/tmp/nowhere")]
    [InlineData(4, "ls", "no-such")]
    [InlineData(2, "ls", "kept", "../../etc")]
    [InlineData(4, "ls", "kept", "no/such")]
    [InlineData(4, "cat", "kept", "no/such")]
    [InlineData(4, "cat", "kept", "etc")]
    [InlineData(5, "backup", "kept", "--path", "/")]
    public async Task What_can_not_be_done_is_said_with_its_exit_code_and_changes_nothing(int exitCode, params string[] args)
    {
        await BackUpAsync("kept");
        var before = Cli.Files();

        var run = await Cli.RunAsync(["volume", .. args]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.Equal(before, Cli.Files());
    }

    private async Task BackUpAsync(string name) =>
        Assert.Equal(0, (await Cli.RunAsync("volume", "backup", name, "--path", tree.FullName)).ExitCode);
}
