using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Workflows.Core.Resources;

namespace Workflows.Core.Backups;

/// <summary>
/// What a set of objects in certain versions hashes to, whichever order they came in: the sum, modulo 2²⁵⁶, of the
/// SHA-256 of each one's identity and version. Two lists with the same sum hold the same objects unchanged, since a
/// server gives an object a new <c>resourceVersion</c> at every write. It finds out what changed in a cluster; it is
/// no proof against somebody who may choose uids.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ObjectSetHash
{
    private readonly UInt128 high;
    private readonly UInt128 low;

    private ObjectSetHash(UInt128 high, UInt128 low)
    {
        this.high = high;
        this.low = low;
    }

    /// <summary>The hash of no objects.</summary>
    public static ObjectSetHash Empty => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not 64 hexadecimal digits.</exception>
    public static ObjectSetHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 64
            ? new(ParseHalf(text.AsSpan(0, 32)), ParseHalf(text.AsSpan(32)))
            : throw new FormatException($"A set's hash has 64 hexadecimal digits, not {text.Length}.");
    }

    /// <summary>With one more object.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="head">What and which version it is.</param>
    public ObjectSetHash With(GroupResource resource, ObjectHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var identity = string.Join(
            '\0', resource.ToString(), head.Namespace, head.Name, head.Uid, head.ResourceVersion);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identity), hash);
        return Plus(new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..])));
    }

    /// <summary>The hash of both sets together; an object in both counts twice.</summary>
    public ObjectSetHash Plus(ObjectSetHash other)
    {
        var sum = low + other.low;
        var carry = sum < low ? UInt128.One : UInt128.Zero;
        return new(high + other.high + carry, sum);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{high:x32}{low:x32}");

    private static UInt128 ParseHalf(ReadOnlySpan<char> digits) =>
        UInt128.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
