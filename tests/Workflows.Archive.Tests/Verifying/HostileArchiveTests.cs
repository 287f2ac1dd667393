using System.Text;
using Workflows.Archive.Compression;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Reading;
using Workflows.Archive.Tar;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Resources;

namespace Workflows.Archive.Tests.Verifying;

/// <summary>Archives whose hashes are all right and whose content is not.</summary>
public sealed class HostileArchiveTests
{
    private static readonly TestObject Honest = TestObject.ConfigMap("shop", "settings");

    [Fact]
    public async Task A_forged_archive_that_means_no_ill_passes()
    {
        Assert.Empty(await ProblemsAsync(new ForgedArchive().Add(Honest).Add(TestObject.ConfigMap("shop", "more"))));
    }

    [Theory]
    [InlineData("../../../etc/cron.d/evil")]
    [InlineData("/etc/passwd")]
    [InlineData("resources/configmaps/namespaces/shop/../../../../evil.json")]
    [InlineData("resources/configmaps/namespaces/shop/other.json")]
    [InlineData("metadata/version")]
    public async Task A_tar_path_other_than_the_objects_own_is_named(string path)
    {
        var problems = await ProblemsAsync(new ForgedArchive().Add(Honest, tarPath: path));
        Assert.Contains(problems, p => p.What.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_the_index_does_not_know_is_named()
    {
        var problems = await ProblemsAsync(new ForgedArchive().Add(Honest).Add(TestObject.ConfigMap("shop", "smuggled"), indexed: false));
        Assert.Contains(problems, p => p.What.Contains("smuggled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_that_is_only_in_the_index_is_named()
    {
        var archive = new ForgedArchive().Add(Honest).Add(TestObject.ConfigMap("shop", "phantom"));
        archive.ChangePlain = plain => plain[..(plain.Length / 2)];
        var problems = await ProblemsAsync(archive);
        Assert.NotEmpty(problems);
    }

    [Fact]
    public async Task An_object_that_is_there_twice_is_named()
    {
        var problems = await ProblemsAsync(new ForgedArchive().Add(Honest).Add(Honest));
        Assert.Contains(problems, p => p.What.Contains("twice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('3')]
    [InlineData('5')]
    [InlineData('L')]
    public async Task Links_devices_folders_and_foreign_extensions_are_named(char type)
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangePlain = plain => Reseal(plain, header => header[TarBlock.TypeOffset] = (byte)type);
        var problems = await ProblemsAsync(archive);
        Assert.Contains(problems, p => p.What.Contains($"'{type}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_end_of_archive_marker_in_the_middle_is_named()
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangePlain = plain => [.. plain, .. TarBlock.EndOfArchive()];
        Assert.Contains(await ProblemsAsync(archive), p => p.What.Contains("end-of-archive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bytes_hidden_in_padding_are_named()
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangePlain = plain =>
        {
            plain[^1] = 1;
            return plain;
        };
        Assert.Contains(await ProblemsAsync(archive), p => p.What.Contains("padding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_that_says_something_else_about_an_object_is_named()
    {
        Func<IndexEntry, IndexEntry>[] lies =
        [
            e => e with { Kind = "Secret" },
            e => e with { ApiVersion = "v2" },
            e => e with { Uid = "other" },
            e => e with { ResourceVersion = "1" },
            e => e with { Labels = null },
            e => e with { Controller = new ControllerOwner("v1", "Node", "n", "u") },
            e => e with { IsBeingDeleted = true },
        ];
        foreach (var lie in lies)
            Assert.Contains(await ProblemsAsync(new ForgedArchive().Add(Honest, change: lie)), p => p.What.Contains("configmaps/shop/settings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_with_a_name_that_leaves_the_layout_is_refused_by_the_reader()
    {
        Func<IndexEntry, IndexEntry>[] lies =
        [
            e => e with { Name = "../../evil" },
            e => e with { Name = ".." },
            e => e with { Namespace = "a/b" },
            e => e with { Resource = ".." },
            e => e with { Name = "" },
            e => e with { Part = 7 },
            e => e with { JsonOffset = -1 },
            e => e with { JsonLength = int.MaxValue },
            e => e with { MemberOffset = long.MaxValue },
            e => e with { Sha256 = "0" },
        ];
        foreach (var lie in lies)
        {
            var store = await new ForgedArchive().Add(Honest, change: lie).BuildAsync();
            await Assert.ThrowsAsync<ArchiveDamagedException>(() => IndexAsync(store));
        }
    }

    [Theory]
    [InlineData("null\n")]
    [InlineData("{}\n")]
    [InlineData("\n")]
    [InlineData("[1,2]\n")]
    [InlineData("{\"p\":0")]
    [InlineData("{\"p\":1e999}\n")]
    [InlineData("")]
    public async Task An_index_without_sense_is_refused_by_the_reader(string lines)
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangeIndex = _ => lines;
        var store = await archive.BuildAsync();
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => IndexAsync(store));
    }

    [Fact]
    public async Task An_index_with_a_repeated_field_is_refused_by_the_reader()
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangeIndex = lines => lines.Replace("\"n\":", "\"n\":\"harmless\",\"n\":", StringComparison.Ordinal);
        var store = await archive.BuildAsync();
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => IndexAsync(store));
    }

    [Fact]
    public async Task Garbage_after_a_member_is_named()
    {
        var archive = new ForgedArchive().Add(Honest);
        archive.ChangePacked = packed => [.. packed, 1, 2, 3];
        Assert.NotEmpty(await ProblemsAsync(archive));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    public async Task An_object_that_is_none_is_named(string json)
    {
        var store = await new ForgedArchive().Add(Honest, change: e => e with { Sha256 = Hash(json), JsonLength = json.Length }).BuildAsync();
        Assert.NotEmpty((await ArchiveVerifier.VerifyAsync(store, "forged")).Problems);
    }

    [Fact]
    public void Tar_reading_of_any_bytes_ends_with_a_named_error_or_entries()
    {
        using var plain = new PooledBuffer();
        foreach (var o in TestObject.Guestbook())
            TarEntryWriter.Append(plain, EntryPath.Of(o.Key), TestBackup.Started, o.Json);
        var random = new Random(7);
        for (var i = 0; i < Campaign.Count(3_000, 1_000_000); i++)
        {
            var bytes = plain.Written.Span.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Walk(bytes[..random.Next(bytes.Length + 1)]);
        }
    }

    [Fact]
    public void Gzip_reading_of_any_bytes_ends_with_a_named_error_or_the_right_length()
    {
        var packed = GzipMember.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200))));
        var length = GzipMember.Unpack(packed, 490).Length;
        var random = new Random(8);
        for (var i = 0; i < Campaign.Count(3_000, 1_000_000); i++)
        {
            var bytes = packed.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(length, GzipMember.Unpack(bytes.AsMemory(0, random.Next(bytes.Length + 1)), length).Length);
            }
            catch (InvalidDataException)
            {
                // The named error.
            }
        }
    }

    [Fact]
    public void Gzip_reading_takes_a_member_only_whole_and_alone()
    {
        foreach (var size in new[] { 0, 1, 100, 8_191, 8_192, 8_193, 70_000, 1_000_000 })
        {
            var plain = new byte[size];
            new Random(size).NextBytes(plain);
            var packed = GzipMember.Pack(plain);
            Assert.Equal(plain, GzipMember.Unpack(packed, size));
            Assert.Throws<InvalidDataException>(() => GzipMember.Unpack(packed, size + 1));
            if (size > 0)
                Assert.Throws<InvalidDataException>(() => GzipMember.Unpack(packed, size - 1));
            for (var cut = 1; cut <= Math.Min(12, packed.Length); cut++)
                Assert.Throws<InvalidDataException>(() => GzipMember.Unpack(packed.AsMemory(0, packed.Length - cut), size));
            Assert.Throws<InvalidDataException>(() => GzipMember.Unpack(new byte[] { 0 }.Concat(packed).ToArray(), size));
            Assert.Throws<InvalidDataException>(() => GzipMember.Unpack(packed.Append((byte)0).ToArray(), size));
        }
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Walk(byte[] bytes)
    {
        try
        {
            var reader = new TarEntryReader(bytes);
            while (reader.TryRead(out var entry))
                Assert.InRange(entry.ContentOffset + entry.ContentLength, 0, bytes.Length);
        }
        catch (TarFormatException)
        {
            // The named error.
        }
    }

    private static byte[] Reseal(byte[] plain, Action<byte[]> change)
    {
        change(plain);
        var sum = Convert.ToString(TarBlock.Checksum(plain.AsSpan(0, TarBlock.Size)), 8).PadLeft(6, '0');
        Encoding.ASCII.GetBytes(sum).CopyTo(plain, TarBlock.ChecksumOffset);
        return plain;
    }

    private static async Task<IReadOnlyList<VerifyProblem>> ProblemsAsync(ForgedArchive archive) =>
        (await ArchiveVerifier.VerifyAsync(await archive.BuildAsync(), "forged")).Problems;

    private static async Task IndexAsync(MemoryStore store) =>
        await (await ArchiveReader.OpenAsync(store, "forged")).ReadIndexAsync().CountAsync();
}
