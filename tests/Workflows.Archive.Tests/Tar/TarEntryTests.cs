using Workflows.Archive.IO;
using Workflows.Archive.Tar;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Tar;

public sealed class TarEntryTests
{
    private static readonly string[] AllPaths =
    [
        "a",
        "two words",
        "control\u0001characters\u007f",
        "日本語/ö",
        "ends with a slash/",
        new string('x', 99),
        new string('x', 100),
        new string('x', 101),
        new string('ö', 50),
        new string('x', 989),
        new string('x', 990),
        new string('x', 4_000),
        $"{new string('d', 99)}/{new string('f', 99)}",
    ];

    public static TheoryData<string> Paths => [.. AllPaths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_is_read_back_as_it_was_written(string path)
    {
        using var buffer = new PooledBuffer();
        foreach (var length in new[] { 0, 1, 511, 512, 513 })
            TarEntryWriter.Append(buffer, path, TestBackup.Started, new byte[length]);

        var reader = new TarEntryReader(buffer.Written.Span);
        foreach (var length in new[] { 0, 1, 511, 512, 513 })
        {
            Assert.True(reader.TryRead(out var entry));
            Assert.Equal((path, length), (entry.Path, entry.ContentLength));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(0, buffer.Count % TarBlock.Size);
    }

    [Fact]
    public void System_tar_reading_library_agrees()
    {
        using var buffer = new PooledBuffer();
        var paths = AllPaths.Where(p => !p.EndsWith('/')).ToList();
        foreach (var path in paths)
            TarEntryWriter.Append(buffer, path, TestBackup.Started, "content"u8);
        buffer.Write(TarBlock.EndOfArchive());

        using var reader = new System.Formats.Tar.TarReader(new MemoryStream(buffer.Written.Span.ToArray()));
        foreach (var path in paths)
        {
            var entry = reader.GetNextEntry()!;
            Assert.Equal(path, entry.Name);
            Assert.Equal(System.Formats.Tar.TarEntryType.RegularFile, entry.EntryType);
            Assert.Equal(TestBackup.Started, entry.ModificationTime);
            Assert.Equal(7, entry.Length);
        }

        Assert.Null(reader.GetNextEntry());
    }
}
