using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Workflows.Volumes.Trees;

/// <summary>
/// The name of an entry in a directory: bytes, as POSIX has it, in whatever encoding or none. Ordered by its bytes.
/// </summary>
public sealed class EntryName : IEquatable<EntryName>, IComparable<EntryName>
{
    /// <summary>In bytes: NAME_MAX is 255 on Linux, and some file systems of others give names of four times that.</summary>
    public const int MaxLength = 1_020;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] bytes;

    private EntryName(byte[] bytes) => this.bytes = bytes;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A name that a directory may hold.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="name">The name.</param>
    /// <returns>False for what is no name of an entry: empty, too long, '.' or '..', with '/' or NUL in it.</returns>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EntryName? name)
    {
        var isName = bytes.Length is > 0 and <= MaxLength
            && !bytes.SequenceEqual("."u8)
            && !bytes.SequenceEqual(".."u8)
            && !bytes.ContainsAny((byte)'/', (byte)0);
        name = isName ? new(bytes.ToArray()) : null;
        return isName;
    }

    /// <summary>The name as text; null where it is not UTF-8.</summary>
    public string? ToText()
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public int CompareTo(EntryName? other) => other is null ? 1 : Bytes.SequenceCompareTo(other.Bytes);

    public bool Equals(EntryName? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as EntryName);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The name for a person: what is not printable, or not UTF-8, as <c>\xNN</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var rest = Bytes;
        while (!rest.IsEmpty)
        {
            var isRune = Rune.DecodeFromUtf8(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isRune && !Rune.IsControl(rune) && rune.Value != '\\')
            {
                text.Append(rune);
            }
            else
            {
                foreach (var value in rest[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
                }
            }

            rest = rest[length..];
        }

        return text.ToString();
    }

    public static bool operator ==(EntryName? left, EntryName? right) => Equals(left, right);

    public static bool operator !=(EntryName? left, EntryName? right) => !Equals(left, right);

    public static bool operator <(EntryName left, EntryName right) => Compare(left, right) < 0;

    public static bool operator >(EntryName left, EntryName right) => Compare(left, right) > 0;

    public static bool operator <=(EntryName left, EntryName right) => Compare(left, right) <= 0;

    public static bool operator >=(EntryName left, EntryName right) => Compare(left, right) >= 0;

    private static int Compare(EntryName left, EntryName right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }
}
