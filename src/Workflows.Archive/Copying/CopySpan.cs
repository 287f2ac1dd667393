namespace Workflows.Archive.Copying;

/// <summary>
/// Part of a file that is read and staged in one go: whole runs, so that their hashes can be checked under way. Spans and
/// blocks follow from the file alone: whoever goes on with one knows what an earlier call has staged.
/// </summary>
/// <param name="Number">Its place among the file's spans, from 0.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">How many bytes it has: more than none.</param>
/// <param name="Runs">The runs that it is made of.</param>
internal sealed record CopySpan(int Number, long Offset, long Length, IReadOnlyList<CopyRun> Runs)
{
    /// <summary>A span takes no more runs once it has so much: what a call does again at most where it was cut off.</summary>
    private const long TargetLength = 64L << 20;

    /// <summary>What a block has where that is not too many of them.</summary>
    private const long UsualBlock = 4L << 20;

    /// <summary>Leaves room for the shorter block at the end of each span.</summary>
    private const long MostFullBlocks = 25_000;

    public static IReadOnlyList<CopySpan> Of(CopyFile file)
    {
        var spans = new List<CopySpan>();
        var (offset, length, runs) = (0L, 0L, new List<CopyRun>());
        foreach (var run in file.Runs.Where(run => run.Length > 0))
        {
            runs.Add(run);
            length += run.Length;
            if (length >= TargetLength)
                Close();
        }

        if (length > 0)
            Close();
        return spans;

        void Close()
        {
            spans.Add(new CopySpan(spans.Count, offset, length, runs));
            (offset, length, runs) = (offset + length, 0, []);
        }
    }

    /// <summary>How long the blocks of a file are, but for the last of each span.</summary>
    public static int BlockLength(CopyFile file) => (int)Math.Max(UsualBlock, (file.Length + MostFullBlocks - 1) / MostFullBlocks);

    /// <summary>The ids of its blocks, which no other copy has.</summary>
    public IEnumerable<string> BlockIds(CopyFile file, Guid copy)
    {
        var count = (Length + BlockLength(file) - 1) / BlockLength(file);
        for (var block = 0; block < count; block++)
            yield return BlockId(copy, block);
    }

    public string BlockId(Guid copy, int block) => $"{Number:D6}-{copy:N}-{block:D6}";
}
