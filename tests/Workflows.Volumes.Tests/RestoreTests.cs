using System.Runtime.Versioning;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Tests.Support;
using Xunit.Abstractions;

namespace Workflows.Volumes.Tests;

/// <summary>What a restore does to a directory that others use, too.</summary>
[SupportedOSPlatform("linux")]
public sealed class RestoreTests(ITestOutputHelper output) : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly VolumeFolder folder = new();

    private string Target => folder.Tree + "-target";

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_planted_while_a_file_is_written_lends_nobody_its_mode(bool overwrite)
    {
        var victim = folder.Tree + "-victim";
        await File.WriteAllTextAsync(victim, "a shell");
        File.SetUnixFileMode(victim, Private);
        await WriteAsync("file", "archived");
        File.SetUnixFileMode(Path.Combine(folder.Tree, "file"), Private | UnixFileMode.SetUser | UnixFileMode.OtherExecute);
        await folder.BackUpAsync("first");
        Directory.CreateDirectory(Target);
        if (overwrite)
        {
            await File.WriteAllTextAsync(Path.Combine(Target, "file"), "older");
        }

        var planted = 0;
        var store = new HookedStore(folder.Store) { BeforeRead = path =>
        {
            if (path.Contains("/packs/", StringComparison.Ordinal))
            {
                foreach (var made in Directory.GetFiles(Target))
                {
                    File.Delete(made);
                    File.CreateSymbolicLink(made, victim);
                    planted++;
                }
            }

            return Task.CompletedTask;
        } };
        await folder.RestoreAsync("first", new(Target) { Overwrite = overwrite, BestEffort = true }, store);

        Assert.True(planted > 0);
        Assert.Equal(Private, File.GetUnixFileMode(victim));
        Assert.Equal("a shell", await File.ReadAllTextAsync(victim));
    }

    [Fact]
    public async Task The_old_file_stays_until_the_new_one_is_whole()
    {
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "file"), content);
        await folder.BackUpAsync("first");
        var pack = Directory.GetFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Single(file => file.Contains("/packs/", StringComparison.Ordinal));
        var damaged = await File.ReadAllBytesAsync(pack);
        damaged[^1] ^= 1;
        await File.WriteAllBytesAsync(pack, damaged);
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "file"), "older");

        var result = await folder.RestoreAsync(
            "first", new VolumeRestoreRequest(Target) { Overwrite = true, BestEffort = true });

        Assert.Equal("file", Assert.Single(result.Problems).Path);
        Assert.Equal("older", await File.ReadAllTextAsync(Assert.Single(Directory.GetFileSystemEntries(Target))));
    }

    [Fact]
    public async Task A_file_that_was_forged_to_look_unchanged_gets_no_rights_of_the_archived_one()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            output.WriteLine("Only root can give a file another owner: nothing was tested.");
            return;
        }

        await WriteAsync("tool", "archived");
        var archived = Path.Combine(folder.Tree, "tool");
        File.SetUnixFileMode(archived, Private | UnixFileMode.SetUser | UnixFileMode.OtherExecute);
        File.SetLastWriteTimeUtc(archived, DateTime.UnixEpoch);
        await folder.BackUpAsync("first");
        Directory.CreateDirectory(Target);
        var forged = Path.Combine(Target, "tool");
        await File.WriteAllTextAsync(forged, "evil one");
        File.SetLastWriteTimeUtc(forged, DateTime.UnixEpoch);
        Assert.Equal(0, Syscalls.ChangeOwner(forged, 1234, 1234));

        await folder.RestoreAsync("first", new VolumeRestoreRequest(Target) { Overwrite = true });

        Assert.Equal("archived", await File.ReadAllTextAsync(forged));
    }

    [Fact]
    public async Task A_tree_that_changes_after_it_was_verified_is_not_obeyed()
    {
        await WriteAsync("file", "first");
        var first = await folder.BackUpAsync("first");
        await WriteAsync("planted", "second");
        var second = await folder.BackUpAsync("second");
        var (one, other) = (TreeFile(first), TreeFile(second));
        var reads = 0;
        var store = new HookedStore(folder.Store) { BeforeRead = path =>
        {
            if (path == first.Tree.Path && ++reads == 2)
            {
                File.Copy(other, one, overwrite: true);
            }

            return Task.CompletedTask;
        } };

        var result = await folder.RestoreAsync("first", new(Target) { BestEffort = true }, store);

        Assert.Empty(result.Problems);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_fresh_file_system_has_is_no_reason_to_refuse()
    {
        await WriteAsync("file", "content");
        await folder.BackUpAsync("first");
        Directory.CreateDirectory(Path.Combine(Target, "lost+found"));

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(Target));

        Assert.Empty(result.Problems);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(Target, "file")));
    }

    [Fact]
    public async Task A_file_of_the_name_of_what_a_fresh_file_system_has_is_somebodys()
    {
        await folder.BackUpAsync("first");
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "lost+found"), "mine");

        var refused = await Assert.ThrowsAsync<WorkflowsException>(
            () => folder.RestoreAsync("first", new VolumeRestoreRequest(Target)));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
    }

    [Theory]
    [InlineData("packs")]
    [InlineData("problems")]
    public async Task A_record_with_a_null_where_something_belongs_is_damaged(string field)
    {
        var record = await folder.BackUpAsync("first");
        var forged = field == "packs"
            ? record with { Name = "forged", Packs = [null!] }
            : record with { Name = "forged", Problems = [null!] };
        await new VolumeCatalog(folder.Store).WriteAsync(forged, key: null, default);

        await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.RestoreAsync("forged"));
    }

    private string TreeFile(VolumeRecord record) => Path.Combine(folder.StorePath, record.Tree.Path);

    private Task WriteAsync(string name, string content) =>
        File.WriteAllTextAsync(Path.Combine(folder.Tree, name), content);
}
