using Workflows.Volumes.Chunking;

namespace Workflows.Volumes.Tests;

public sealed class ContentChunkerTests
{
    [Fact]
    public void Chunks_are_neither_too_short_nor_too_long_and_hold_everything()
    {
        var lengths = Cut(Random(1, 60_000_000));

        Assert.Equal(60_000_000, lengths.Sum());
        Assert.All(lengths.SkipLast(1), length => Assert.InRange(length, ContentChunker.MinLength, ContentChunker.MaxLength));
        Assert.InRange(lengths.Average(), 0.7 * ContentChunker.NormalLength, 1.5 * ContentChunker.NormalLength);
    }

    [Fact]
    public void Content_without_any_pattern_of_its_own_is_cut_at_the_longest() =>
        Assert.All(Cut(new byte[20_000_000]).SkipLast(1), length => Assert.Equal(ContentChunker.MaxLength, length));

    [Fact]
    public void What_is_inserted_moves_the_cuts_around_it_and_no_others()
    {
        var content = Random(2, 40_000_000);
        byte[] changed = [.. content[..20_000_000], .. "inserted"u8, .. content[20_000_000..]];

        var known = Ids(content).ToHashSet();

        Assert.InRange(Ids(changed).Count(id => !known.Contains(id)), 1, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ContentChunker.MinLength)]
    public void Little_content_is_one_chunk(int length) =>
        Assert.Equal(length, ContentChunker.NextLength(Random(3, length)));

    /// <summary>A reader looks as it reads: where it cuts is where one who had everything before him would.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(65_536)]
    [InlineData(700_001)]
    public void Content_that_comes_bit_by_bit_is_cut_where_the_whole_is(int step)
    {
        var content = Random(4, 20_000_000);
        var lengths = new List<int>();
        for (var position = 0; position < content.Length; position += lengths[^1])
        {
            var (filled, searched, length) = (0, 0, 0);
            while (!ContentChunker.TryCut(content.AsSpan(position, filled), searched, out length))
            {
                searched = filled;
                filled = Math.Min(filled + step, content.Length - position);
                if (filled == searched)
                {
                    length = filled;
                    break;
                }
            }

            lengths.Add(length);
        }

        Assert.Equal(Cut(content), lengths);
    }

    private static byte[] Random(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static List<int> Cut(byte[] content)
    {
        var lengths = new List<int>();
        for (var position = 0; position < content.Length; position += lengths[^1])
        {
            lengths.Add(ContentChunker.NextLength(content.AsSpan(position)));
        }

        return lengths;
    }

    private static IEnumerable<ChunkId> Ids(byte[] content)
    {
        var position = 0;
        foreach (var length in Cut(content))
        {
            yield return ChunkId.Of(content.AsSpan(position, length));
            position += length;
        }
    }
}
