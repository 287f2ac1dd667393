using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Stores;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Tests;

/// <summary>Whoever made a backup may mean harm: nothing outside the directory is touched.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileTests : IDisposable
{
    private readonly VolumeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../out")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("..")]
    [InlineData("a/")]
    public void A_path_that_leaves_the_tree_is_no_path(string path) =>
        Assert.Throws<MalformedEntryException>(() => EntryReader.Read(Encoding.UTF8.GetBytes(
            $$"""{ "path": "{{path}}", "kind": "directory", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000" }""")));

    [Theory]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "length": 5, "chunks": [] }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "length": 5, "runs": [4, 9], "chunks": [] }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "length": 5, "chunks": [["", 5, 0, 0, 5, 0]] }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": 4096, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": -1, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": 1, "uid": 0, "gid": -1, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": 1, "uid": 0, "gid": 0, "modified": "soon" }""")]
    [InlineData("""{ "path": "a", "kind": "link", "mode": 1, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "tunnel", "mode": 1, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    public void What_no_backup_ever_wrote_is_no_entry(string line) =>
        Assert.Throws<MalformedEntryException>(() => EntryReader.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public async Task A_link_in_the_backup_is_never_gone_through()
    {
        var outside = Directory.CreateDirectory(folder.Tree + "-outside");
        await ForgeAsync("forged",
            Directory_(""),
            Entry("trap", new(EntryKind.SymbolicLink, 511, 0, 0, default) { Target = Encoding.UTF8.GetBytes(outside.FullName) }),
            Entry("trap/file", new(EntryKind.Fifo, 511, 0, 0, default)));

        var (restored, result) = await folder.RestoreAsync("forged");

        Assert.Empty(outside.EnumerateFileSystemInfos());
        Assert.Equal("trap/file", Assert.Single(result.Problems).Path);
        Assert.Equal(outside.FullName, new FileInfo(Path.Combine(restored, "trap")).LinkTarget);
    }

    [Fact]
    public async Task A_link_that_stands_where_a_directory_belongs_is_replaced_and_not_followed()
    {
        var outside = Directory.CreateDirectory(folder.Tree + "-outside");
        Directory.CreateDirectory(Path.Combine(folder.Tree, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "data", "file"), "content");
        await folder.BackUpAsync("first");
        var target = folder.Tree + "-target";
        Directory.CreateDirectory(target);
        File.CreateSymbolicLink(Path.Combine(target, "data"), outside.FullName);

        var result = await folder.RestoreAsync(new VolumeRestoreRequest("first", target) { Overwrite = true });

        Assert.Empty(result.Problems);
        Assert.Empty(outside.EnumerateFileSystemInfos());
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(target, "data", "file")));
    }

    [Fact]
    public async Task Entries_out_of_order_are_refused_with_nothing_restored()
    {
        await ForgeAsync("forged", Directory_(""), Directory_("b"), Directory_("a"));

        await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.RestoreAsync("forged"));
    }

    /// <summary>A backup whose hashes are right and whose entries nobody's file system had.</summary>
    private async Task ForgeAsync(string name, params TreeEntry[] entries)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            using var json = new Utf8JsonWriter(lines);
            EntryJson.Write(json, entry);
            json.Flush();
            lines.Write("\n"u8);
        }

        // One frame that is stored as it is: both lengths, and the lines.
        var tree = new byte[8 + lines.WrittenCount];
        BinaryPrimitives.WriteInt32LittleEndian(tree, lines.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(tree.AsSpan(4), lines.WrittenCount);
        lines.WrittenSpan.CopyTo(tree.AsSpan(8));
        var path = $"volumes/data/trees/{name}.tree";
        await folder.Store.WriteAsync(path, tree, WriteCondition.IfAbsent);
        await new VolumeCatalog(folder.Store).WriteAsync(
            new()
            {
                Name = name,
                Volume = "data",
                Source = "nowhere",
                StartedAt = DateTimeOffset.UnixEpoch,
                CompletedAt = DateTimeOffset.UnixEpoch,
                Tree = new(path, tree.Length, Convert.ToHexStringLower(SHA256.HashData(tree))),
                Packs = [],
                Totals = new(0, 0, 0, 0, 0, 0, 0, 0),
                Problems = [],
            },
            default);
    }

    private static TreeEntry Directory_(string path) => Entry(path, new(EntryKind.Directory, 493, 0, 0, default));

    private static TreeEntry Entry(string path, EntryMetadata metadata) =>
        new(TreePath.TryParse(Encoding.UTF8.GetBytes(path), out var parsed) ? parsed : throw new ArgumentException(path), metadata);
}
