namespace Workflows.Benchmarks.Volumes.Trees;

/// <summary>
/// One large file as a database keeps: pages that are a header, rows that compress, and some free space. Between two
/// backups one block in a hundred changes in place, a file of a hundredth is new, and everything is one byte further on.
/// </summary>
/// <param name="length">Its length, in bytes.</param>
internal sealed class DatabaseTree(long length) : ITree
{
    private const int Page = 8 << 10;
    private const int Block = 64 << 10;
    private const int Buffer = 1 << 20;
    private const int Share = 100;

    public string Name => "database";

    public string Description => $"one file of {length >> 20} MiB, pages of 8 KiB half filled with noise";

    public void Make(string folder)
    {
        var noise = new Noise(7);
        using var stream = File.Create(PathOf(folder));
        var bytes = new byte[Buffer];
        for (long at = 0; at < length; at += Buffer)
        {
            FillPages(bytes, at / Page, noise);
            stream.Write(bytes.AsSpan(0, (int)Math.Min(Buffer, length - at)));
        }
    }

    public void Change(string folder, int round)
    {
        var noise = new Noise(1_000 + round);
        ChangeInPlace(folder, noise);
        var added = new byte[length / Share];
        noise.FillHalfCompressible(added);
        File.WriteAllBytes(Path.Combine(folder, $"log-{round:D2}"), added);
        Shift(folder);
    }

    private void ChangeInPlace(string folder, Noise noise)
    {
        using var stream = File.OpenWrite(PathOf(folder));
        var bytes = new byte[Block];
        for (var i = 0; i < length / Block / Share; i++)
        {
            stream.Position = Block * noise.Below(length / Block);
            FillPages(bytes, i, noise);
            stream.Write(bytes);
        }
    }

    /// <summary>One byte is put before all others, as a file that is written anew with a longer header.</summary>
    private static void Shift(string folder)
    {
        var shifted = Path.Combine(folder, "shifted");
        using (var from = File.OpenRead(PathOf(folder)))
        using (var to = File.Create(shifted))
        {
            to.WriteByte((byte)'+');
            from.CopyTo(to, Buffer);
        }

        File.Move(shifted, PathOf(folder), overwrite: true);
    }

    private static void FillPages(Span<byte> bytes, long first, Noise noise)
    {
        for (var at = 0; at < bytes.Length; at += Page)
        {
            var page = bytes.Slice(at, Page);
            BitConverter.TryWriteBytes(page, first + (at / Page));
            noise.Fill(page[8..(Page / 2)]);
            page[(Page / 2)..].Fill((byte)(at % 23));
        }
    }

    private static string PathOf(string folder) => Path.Combine(folder, "data.db");
}
