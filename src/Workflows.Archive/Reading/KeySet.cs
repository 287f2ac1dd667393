using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Workflows.Core.Resources;

namespace Workflows.Archive.Reading;

/// <summary>Remembers objects by 16 bytes of a hash of their key, to notice one that comes twice.</summary>
internal sealed class KeySet
{
    private readonly HashSet<UInt128> seen = [];

    /// <summary>Whether the key is new.</summary>
    public bool Add(ObjectKey key)
    {
        // '/' can be part of neither, so two keys never make the same text.
        var text = $"{key.Resource}/{key.Namespace}/{key.Name}";
        return seen.Add(BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
