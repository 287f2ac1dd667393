using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Workflows.Core.Resources;

namespace Workflows.Archive.Reading;

/// <summary>Remembers objects by 16 bytes of a hash of their key, to notice one that comes twice.</summary>
/// <param name="expected">How many are said to come: a set that grows leaves all its smaller selves behind.</param>
internal sealed class KeySet(long expected)
{
    /// <summary>No more is taken on somebody's word; a million of them is 36 MB.</summary>
    private const int MostExpected = 1 << 20;

    private readonly HashSet<UInt128> seen = new((int)Math.Clamp(expected, 0, MostExpected));

    /// <summary>Whether the key is new.</summary>
    public bool Add(ObjectKey key)
    {
        // '/' can be part of neither, so two keys never make the same text.
        var text = $"{key.Resource}/{key.Namespace}/{key.Name}";
        return seen.Add(BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
