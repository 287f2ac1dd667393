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
    public void A_new_key_is_read_back_and_is_its_owners_alone()
    {
        var path = folder.File("a.key");
        var made = KeyFile.Create(path);
        var read = KeyFile.Read(path);

        Assert.Equal(made.Material.ToArray(), read.Material.ToArray());
        Assert.Equal(made.KeyId, read.KeyId);
        Assert.Equal(["a.key"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Two_keys_are_two()
    {
        Assert.NotEqual(KeyFile.Create(folder.File("a.key")).KeyId, KeyFile.Create(folder.File("b.key")).KeyId);
    }

    [Fact]
    public void A_file_that_is_there_is_never_overwritten()
    {
        var path = folder.File("a.key");
        File.WriteAllText(path, "mine");

        var error = Assert.Throws<KeyFileException>(() => KeyFile.Create(path));

        Assert.Equal((ErrorKind.Conflict, "mine"), (error.Kind, File.ReadAllText(path)));
        Assert.Equal(["a.key"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_key_that_can_not_be_written_leaves_nothing()
    {
        var error = Assert.Throws<KeyFileException>(() => KeyFile.Create(folder.File("no/such/a.key")));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_can_get_at_is_refused_unless_allowed(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = folder.File("a.key");
        var made = KeyFile.Create(path);
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
    public void A_reference_finds_its_key_and_refuses_another()
    {
        var path = folder.File("a.key");
        var reference = new KeyReference(path, KeyFile.Create(path).KeyId);
        Assert.Equal(reference.KeyId, KeyFile.Read(reference).KeyId);

        File.Delete(path);
        var missing = Assert.Throws<KeyFileException>(() => KeyFile.Read(reference));
        Assert.Equal(ErrorKind.NotFound, missing.Kind);
        Assert.Contains(reference.KeyId, missing.Message, StringComparison.Ordinal);
        KeyFile.Create(path);

        var error = Assert.Throws<KeyFileException>(() => KeyFile.Read(reference));
        Assert.Contains(reference.KeyId, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string text)
    {
        File.WriteAllText(folder.File("a.key"), text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("a.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
