using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Stores;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
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
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "length": 5, "chunks": [[]] }""")]
    [InlineData("""{ "path": "a", "kind": "block-device", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "device": [1] }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "length": 5, "runs": [4], "chunks": [] }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": null }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "" }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkToBytes": "" }""")]
    [InlineData("""{ "path": "a", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a" }""")]
    [InlineData("""{ "path": "b", "kind": "file", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a", "length": 0, "chunks": [] }""")]
    [InlineData("""{ "path": "b", "kind": "directory", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a" }""")]
    [InlineData("""{ "path": "b", "kind": "fifo", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a", "target": "YQ==" }""")]
    [InlineData("""{ "path": null, "kind": "directory", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "", "kind": "fifo", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "", "kind": "directory", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a" }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": 1, "uid": 4294967295, "gid": 0, "modified": "0.000000000" }""")]
    [InlineData("""{ "path": "a", "kind": "directory", "mode": 1, "uid": 0, "gid": 4294967295, "modified": "0.000000000" }""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    public void What_no_backup_ever_wrote_is_no_entry(string line) =>
        Assert.Throws<MalformedEntryException>(() => EntryReader.Read(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("link", "")]
    [InlineData("link", ", \"target\": \"YQ==\"")]
    [InlineData("fifo", "")]
    [InlineData("character-device", "")]
    [InlineData("block-device", ", \"device\": [8, 1]")]
    [InlineData("file", "")]
    public void Anything_but_a_directory_may_have_further_names(string kind, string more)
    {
        var entry = EntryReader.Read(Encoding.UTF8.GetBytes(
            $$"""{ "path": "b", "kind": "{{kind}}", "mode": 448, "uid": 0, "gid": 0, "modified": "0.000000000", "linkTo": "a"{{more}} }"""));

        Assert.Equal(("a", null), (entry.LinkTo!.ToString(), entry.Content));
    }

    [Fact]
    public void Whatever_happens_to_a_line_it_is_an_entry_or_malformed()
    {
        string[] lines =
        [
            """{"path":"a/b","kind":"file","mode":448,"uid":0,"gid":0,"modified":"-7.000000009","attributes":{"user.a":"AQ=="},"length":9,"runs":[0,2,5,3],"chunks":[["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",5,0,0,5,0]],"inode":7,"changed":"7.000000000"}""",
            """{"path":"b","kind":"link","mode":511,"uid":1,"gid":2,"modified":"7.000000009","target":"YQ=="}""",
            """{"pathBytes":"/w==","kind":"block-device","mode":0,"uid":1,"gid":2,"modified":"7.000000009","device":[8,1]}""",
            """{"path":"c","kind":"fifo","mode":0,"uid":1,"gid":2,"modified":"7.000000009","linkTo":"b"}""",
        ];
        string[] pieces =
            ["null", "[]", "{}", "-1", "\"\"", "1e9", "18446744073709551616", "\\ud800", ",", ":", "]", "}", "\0", "[[]]", "true", "0.5", "\"linkTo\":"];
        var random = new Random(14);
        for (var i = 0; i < Campaign.Count(100_000, 1_000_000); i++)
        {
            var bytes = Encoding.UTF8.GetBytes(lines[random.Next(lines.Length)]).ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at - 1));
                        break;
                    case 2:
                        bytes.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                        break;
                    default:
                        // What stands for a value gives way to another.
                        var colon = bytes.IndexOf((byte)':', at);
                        var end = colon < 0 ? -1 : bytes.IndexOf((byte)',', colon);
                        if (end > 0)
                        {
                            bytes.RemoveRange(colon + 1, end - colon - 1);
                            bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]));
                        }

                        break;
                }
            }

            try
            {
                EntryReader.Read(bytes.ToArray());
            }
            catch (MalformedEntryException)
            {
                continue;
            }
            catch (Exception other)
            {
                Assert.Fail($"{Encoding.Latin1.GetString([.. bytes])}: {other}");
            }
        }
    }

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

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(target) { Overwrite = true });

        Assert.Empty(result.Problems);
        Assert.Empty(outside.EnumerateFileSystemInfos());
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(target, "data", "file")));
    }

    [Fact]
    public async Task Entries_out_of_order_are_refused_with_nothing_restored()
    {
        await ForgeAsync("forged", Directory_(""), Directory_("b"), Directory_("a"));

        await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.RestoreAsync("forged"));

        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(folder.Tree)!, "restored-*"));
    }

    [Fact]
    public async Task A_frame_that_says_it_is_longer_than_its_tree_takes_no_memory()
    {
        await AssertTooLongAsync(stored: 400_000_000, length: 400_000_000, tree: 100);
    }

    [Fact]
    public async Task A_frame_of_a_few_bytes_is_not_unpacked_to_hundreds_of_megabytes()
    {
        await AssertTooLongAsync(stored: 20_000, length: 400_000_000, tree: 20_008);
    }

    [Fact]
    public async Task Links_and_fifos_get_their_further_names()
    {
        var first = new EntryMetadata(EntryKind.SymbolicLink, 511, 0, 0, default) { Target = "nowhere"u8.ToArray() };
        await ForgeAsync("forged",
            Directory_(""),
            Entry("a", first),
            Entry("b", new(EntryKind.Fifo, 448, 0, 0, default)),
            Entry("c", first) with { LinkTo = Entry("a", first).Path },
            Entry("d", first with { Target = null }) with { LinkTo = Entry("a", first).Path },
            Entry("e", new(EntryKind.Fifo, 448, 0, 0, default)) with { LinkTo = Entry("b", first).Path });

        var (restored, result) = await folder.RestoreAsync("forged");

        Assert.Empty(result.Problems);
        Assert.Contains("a = c = d\nb = e\n", VolumeFolder.Describe(restored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_took_the_place_of_another_is_not_finished_as_that()
    {
        Directory.CreateDirectory(Path.Combine(folder.Tree, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        File.SetUnixFileMode(Path.Combine(folder.Tree, "data"), (UnixFileMode)511);
        await folder.BackUpAsync("first");
        var target = folder.Tree + "-target";
        Directory.CreateDirectory(Path.Combine(target, "data"));
        var planted = Directory.CreateDirectory(folder.Tree + "-planted", (UnixFileMode)448).FullName;
        var store = new HookedStore(folder.Store) { BeforeRead = path =>
        {
            if (path.Contains("/packs/", StringComparison.Ordinal))
            {
                Directory.Move(Path.Combine(target, "data"), folder.Tree + "-moved");
                Directory.Move(planted, Path.Combine(target, "data"));
            }

            return Task.CompletedTask;
        } };

        var result = await folder.RestoreAsync("first", new(target) { Overwrite = true, BestEffort = true }, store);

        Assert.Equal("data", Assert.Single(result.Problems).Path);
        Assert.Equal((UnixFileMode)448, File.GetUnixFileMode(Path.Combine(target, "data")));
    }

    [Fact]
    public async Task A_tree_that_does_not_begin_with_its_root_is_refused_with_nothing_restored()
    {
        await ForgeAsync("forged", Directory_("a"));

        await Assert.ThrowsAsync<VolumeDamagedException>(() => folder.RestoreAsync("forged"));

        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(folder.Tree)!, "restored-*"));
    }

    private static async Task AssertTooLongAsync(int stored, int length, int tree)
    {
        var bytes = new byte[tree];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, stored);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), length);
        using var stream = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = await Assert.ThrowsAsync<VolumeDamagedException>(async () =>
        {
            await foreach (var _ in TreeReader.ReadAsync(
                stream, new("first", "a tree", tree), default))
            {
            }
        });

        Assert.Contains("can't be as long as it says", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
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
            key: null,
            default);
    }

    private TreeEntry Directory_(string path) => Entry(path, new(EntryKind.Directory, 493, 0, 0, default));

    /// <summary>Of the user who runs the test: only root gives away what it makes.</summary>
    private TreeEntry Entry(string path, EntryMetadata metadata)
    {
        using var tree = DirectoryHandle.Open(folder.Tree);
        var mine = tree.Status().Metadata;
        return new(
            TreePath.TryParse(Encoding.UTF8.GetBytes(path), out var parsed) ? parsed : throw new ArgumentException(path),
            metadata with { Uid = mine.Uid, Gid = mine.Gid });
    }
}
