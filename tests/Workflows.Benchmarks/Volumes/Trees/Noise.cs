namespace Workflows.Benchmarks.Volumes.Trees;

/// <summary>Bytes that are the same on each run: of a seed, and of nothing else.</summary>
/// <param name="seed">The seed.</param>
internal sealed class Noise(int seed)
{
    /// <summary>How long a stretch is that repeats, or does not, in bytes that are half compressible.</summary>
    private const int Stretch = 512;

    private readonly Random random = new(seed);

    public int Below(int limit) => random.Next(limit);

    public long Below(long limit) => random.NextInt64(limit);

    /// <summary>Fills with bytes that no compression makes shorter.</summary>
    public void Fill(Span<byte> bytes) => random.NextBytes(bytes);

    /// <summary>Every other stretch is one byte over and over: what is left of it is about half.</summary>
    public void FillHalfCompressible(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += Stretch)
        {
            var part = bytes[at..Math.Min(bytes.Length, at + Stretch)];
            if (at / Stretch % 2 == 0)
            {
                random.NextBytes(part);
            }
            else
            {
                part.Fill((byte)random.Next('a', 'z'));
            }
        }
    }
}
