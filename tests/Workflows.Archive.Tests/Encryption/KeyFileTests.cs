using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Keys;

namespace Workflows.Archive.Tests.Encryption;

public sealed class KeyFileTests : IDisposable
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Id = "7814dda401e6f8c26c5aae5dad3dd4c9";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_new_key_is_read_back_and_is_its_owners_alone()
    {
        var path = folder.File("a.key");
        var made = await KeyFile.CreateAsync(path);
        var read = KeyFile.Read(path);

        Assert.Equal(made.Material.ToArray(), read.Material.ToArray());
        Assert.Equal(made.KeyId, read.KeyId);
        Assert.Equal(["a.key"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_key_that_was_made_is_there_after_a_power_loss_and_one_cut_off_is_not_there_by_halves()
    {
        for (var lifetime = 0; ; lifetime++)
        {
            var disk = new VolatileFiles("/home") { Lifetime = lifetime };
            var made = await TryCreateAsync(disk);
            var after = disk.AfterPowerLoss(() => made is null);

            if (made is not null)
            {
                Assert.Equal(made.KeyId, Read(after).KeyId);
                return;
            }

            // Whatever survived: under the key's own name only a whole one.
            Assert.True(after.Find("/home/a.key") is null || Read(after).KeyId.Length == 32);
        }
    }

    [Fact]
    public async Task Two_keys_are_two()
    {
        Assert.NotEqual((await KeyFile.CreateAsync(folder.File("a.key"))).KeyId, (await KeyFile.CreateAsync(folder.File("b.key"))).KeyId);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        var path = folder.File("a.key");
        await File.WriteAllTextAsync(path, "mine");

        var error = await Assert.ThrowsAsync<KeyFileException>(() => KeyFile.CreateAsync(path));

        Assert.Equal((ErrorKind.Conflict, "mine"), (error.Kind, await File.ReadAllTextAsync(path)));
        Assert.Equal(["a.key"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_key_that_can_not_be_written_leaves_nothing()
    {
        var error = await Assert.ThrowsAsync<KeyFileException>(() => KeyFile.CreateAsync(folder.File("no/such/a.key")));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_file_that_others_can_get_at_is_refused_unless_allowed(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = folder.File("a.key");
        var made = await KeyFile.CreateAsync(path);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | more);

        var error = Assert.Throws<KeyFileException>(() => KeyFile.Read(path));

        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
        Assert.Equal(made.KeyId, KeyFile.Read(path, allowShared: true).KeyId);
    }

    [Fact]
    public void The_text_form_stays_readable()
    {
        Write($"# a comment\n\nversion: 1\nid: {Id}\nkey: {Key}\n");

        Assert.Equal(Id, KeyFile.Read(folder.File("a.key")).KeyId);
        Assert.Equal(32, KeyFile.Read(folder.File("a.key")).Material.Length);
    }

    public static TheoryData<string> Malformed =>
    [
        "",
        "\0\0\0",
        "not a key",
        $"version: 1\nid: {Id}\n",
        $"version: 2\nid: {Id}\nkey: {Key}\n",
        $"id: {Id}\nversion: 1\nkey: {Key}\n",
        $"version: 1\nid: {Id}\nkey: {Key}\nkey: {Key}\n",
        $"version: 1\nid: {Id[..^1]}0\nkey: {Key}\n",
        $"version: 1\nid: {Id}\nkey: {Key[..^4]}\n",
        $"version: 1\nid: {Id}\nkey: {Key[..^4]}AAAAAAAA\n",
        $"version: 1\nid: {Id}\nkey: {Key[..^5]}*AAA=\n",
        $"version: 1\nid: {Id}\nkey: \n",
        $"version: 1\nid: {Id}\nkey: {Key}AAAA{new string('A', 100_000)}\n",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_file_is_refused_without_quoting_it(string text)
    {
        Write(text);

        var error = Assert.Throws<KeyFileException>(() => KeyFile.Read(folder.File("a.key")));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("a.key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..8], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_a_folder_is_named()
    {
        Assert.Equal(ErrorKind.NotFound, Assert.Throws<KeyFileException>(() => KeyFile.Read(folder.File("x"))).Kind);
        Assert.Equal(ErrorKind.Denied, Assert.Throws<KeyFileException>(() => KeyFile.Read(folder.Path)).Kind);
    }

    [Fact]
    public async Task A_reference_finds_its_key_and_refuses_another()
    {
        var path = folder.File("a.key");
        var reference = new KeyReference(path, (await KeyFile.CreateAsync(path)).KeyId);
        Assert.Equal(reference.KeyId, KeyFile.Read(reference).KeyId);

        File.Delete(path);
        var missing = Assert.Throws<KeyFileException>(() => KeyFile.Read(reference));
        Assert.Equal(ErrorKind.NotFound, missing.Kind);
        Assert.Contains(reference.KeyId, missing.Message, StringComparison.Ordinal);
        await KeyFile.CreateAsync(path);

        var error = Assert.Throws<KeyFileException>(() => KeyFile.Read(reference));
        Assert.Contains(reference.KeyId, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<FileKey?> TryCreateAsync(VolatileFiles disk)
    {
        try
        {
            return await KeyFile.CreateAsync("/home/a.key", disk);
        }
        catch (PowerLossException)
        {
            return null;
        }
    }

    private static FileKey Read(VolatileFiles disk)
    {
        using var content = new MemoryStream();
        using (var file = disk.OpenRead("/home/a.key"))
            file.CopyTo(content);
        return KeyFileText.Read(content.ToArray(), out _)!;
    }

    private void Write(string text)
    {
        File.WriteAllText(folder.File("a.key"), text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("a.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
