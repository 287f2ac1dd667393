using System.Runtime.Versioning;
using System.Text;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Trees;
using Xunit.Abstractions;

namespace Workflows.Volumes.Tests;

/// <summary>What an entry is is set on what was made, in an order in which all of it can be.</summary>
[SupportedOSPlatform("linux")]
public sealed class MetadataTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly ITestOutputHelper output;
    private readonly VolumeFolder folder;

    public MetadataTests(ITestOutputHelper output)
    {
        this.output = output;
        folder = VolumeFolder.WithAttributes(output);
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_entry_that_is_held_stays_the_one_that_is_meant()
    {
        using var directory = DirectoryHandle.Open(folder.Tree);
        var victim = Path.Combine(folder.Tree, "victim");
        File.WriteAllText(victim, "a shell");
        File.SetUnixFileMode(victim, UnixFileMode.UserRead);
        var (fifo, moved) = (Path.Combine(folder.Tree, "fifo"), Path.Combine(folder.Tree, "moved"));
        Assert.True(DirectoryWriter.TryMakeNode(directory, Name("fifo"), Metadata(EntryKind.Fifo)));
        using var held = OpenEntry.Open(directory, Name("fifo"));
        File.Move(fifo, moved);
        File.CreateSymbolicLink(fifo, victim);

        var metadata = directory.StatusOf(Name("moved")).Metadata with { Permissions = 0x9FF, ModifiedAt = new(5, 6) };
        Assert.Empty(MetadataWriter.Apply(held, metadata));

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(victim));
        Assert.Equal(metadata, directory.StatusOf(Name("moved")).Metadata with { Attributes = metadata.Attributes });
    }

    [Fact]
    public void A_link_is_given_what_it_is_and_not_what_it_points_to()
    {
        using var directory = DirectoryHandle.Open(folder.Tree);
        var victim = Path.Combine(folder.Tree, "victim");
        File.WriteAllText(victim, "a shell");
        var before = directory.StatusOf(Name("victim"));
        File.CreateSymbolicLink(Path.Combine(folder.Tree, "link"), victim);
        var archived = directory.StatusOf(Name("link")).Metadata with { ModifiedAt = new(-5, 6) };
        using var link = OpenEntry.Open(directory, Name("link"));

        Assert.Empty(MetadataWriter.Apply(link, IsRoot ? archived with { Uid = 7, Gid = 8 } : archived));

        Assert.Equal(before, directory.StatusOf(Name("victim")));
        var now = directory.StatusOf(Name("link")).Metadata;
        Assert.Equal((archived.ModifiedAt, IsRoot ? 7u : archived.Uid), (now.ModifiedAt, now.Uid));
    }

    [Fact]
    public void Who_is_not_root_can_set_attributes_of_a_file_that_nobody_may_write()
    {
        if (IsRoot)
        {
            Assert.Equal(0, Syscalls.ChangeOwner(folder.Tree, Nobody, 0));
        }

        using var directory = DirectoryHandle.Open(folder.Tree);
        IReadOnlyList<string> refused = [];
        Act(() =>
        {
            using var file = DirectoryWriter.TryMakeFile(directory, Name("file"))!;
            var entry = OpenEntry.Of(file, "file");
            refused = MetadataWriter.Apply(entry, entry.Status().Metadata with
            {
                Permissions = 0x124,
                Attributes = [new("user.note", new byte[] { 1 })],
            });
        });

        Assert.Empty(refused);
        Assert.Equal([1], Syscalls.FindAttribute(Path.Combine(folder.Tree, "file"), "user.note")!);
        Assert.Equal(0x124, directory.StatusOf(Name("file")).Metadata.Permissions);

        void Act(Action act)
        {
            if (IsRoot)
            {
                Syscalls.As(Nobody, act);
            }
            else
            {
                act();
            }
        }
    }

    [Fact]
    public void What_cannot_be_set_is_said_and_nobody_gets_the_rights_of_another()
    {
        if (!IsRoot)
        {
            output.WriteLine("Only root can act as two users: nothing was tested.");
            return;
        }

        Assert.Equal(0, Syscalls.ChangeOwner(folder.Tree, Nobody, 0));
        using var directory = DirectoryHandle.Open(folder.Tree);
        IReadOnlyList<string> refused = [];
        Syscalls.As(Nobody, () =>
        {
            using var file = DirectoryWriter.TryMakeFile(directory, Name("file"))!;
            refused = MetadataWriter.Apply(
                OpenEntry.Of(file, "file"), Metadata(EntryKind.File) with { Uid = 4321, Permissions = 0x9ED });
        });

        Assert.Contains("set the owner of 'file'", Assert.Single(refused), StringComparison.Ordinal);
        var now = directory.StatusOf(Name("file")).Metadata;
        Assert.Equal((Nobody, 0x1ED), (now.Uid, now.Permissions));
    }

    [Fact]
    public async Task What_has_the_name_stays_unless_it_was_said_that_it_may_go()
    {
        using var directory = DirectoryHandle.Open(folder.Tree);
        var fifo = new TreeEntry(TreePath.Root.Child(Name("name")), Metadata(EntryKind.Fifo));
        Assert.True(DirectoryWriter.TryMakeLink(directory, Name("name"), "elsewhere"u8));

        var taken = await Assert.ThrowsAsync<FileSystemException>(
            () => new EntryRestore(overwrite: false).MakeAsync(directory, fifo, null!, default));

        Assert.Equal(FileSystemException.Exists, taken.Code);
        Assert.Equal("elsewhere", new FileInfo(Path.Combine(folder.Tree, "name")).LinkTarget);

        await new EntryRestore(overwrite: true).MakeAsync(directory, fifo, null!, default);

        Assert.Equal(EntryKind.Fifo, directory.StatusOf(Name("name")).Metadata.Kind);
        Assert.Single(directory.ReadNames());
    }

    [Fact]
    public void Something_else_under_the_name_of_what_was_made_is_not_finished()
    {
        using var directory = DirectoryHandle.Open(folder.Tree);
        File.CreateSymbolicLink(Path.Combine(folder.Tree, "link"), "elsewhere");
        File.WriteAllText(Path.Combine(folder.Tree, "file"), "");
        Assert.True(DirectoryWriter.TryMakeName(directory, Name("file"), directory, Name("other name")));

        Assert.Throws<FileSystemException>(() => EntryRestore.OpenMade(directory, Name("link"), Metadata(EntryKind.Fifo)));
        Assert.Throws<FileSystemException>(() => EntryRestore.OpenMade(
            directory, Name("link"), Metadata(EntryKind.SymbolicLink) with { Target = "here"u8.ToArray() }));
        Assert.Throws<FileSystemException>(() => EntryRestore.OpenMade(directory, Name("file"), Metadata(EntryKind.File)));
        using var link = EntryRestore.OpenMade(
            directory, Name("link"), Metadata(EntryKind.SymbolicLink) with { Target = "elsewhere"u8.ToArray() });
        Assert.Equal(EntryKind.SymbolicLink, link.Status().Metadata.Kind);
    }

    private static EntryMetadata Metadata(EntryKind kind) => new(kind, 0, 0, 0, default);

    private static EntryName Name(string text) =>
        EntryName.TryCreate(Encoding.UTF8.GetBytes(text), out var name) ? name : throw new ArgumentException(text);
}
