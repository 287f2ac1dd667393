using System.Buffers;

namespace Workflows.Kubernetes;

/// <summary>
/// One object of a list, as bytes. Items of built-in kinds lack <c>apiVersion</c> and <c>kind</c>, which the list
/// carries for all of them; <see cref="WriteTo"/> gives the object with them, everything else untouched.
/// Valid until its page is disposed; afterwards reading it throws <see cref="ObjectDisposedException"/>.
/// </summary>
public readonly struct ListItem
{
    private readonly ReadOnlyMemory<byte> missing;

    internal ListItem(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> missing)
    {
        Json = json;
        this.missing = missing;
    }

    /// <summary>The item as the server sent it.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public int Length => Json.Length + missing.Length;

    /// <summary>Writes the object with its <c>apiVersion</c> and <c>kind</c>.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var json = Json.Span;
        if (missing.IsEmpty)
        {
            writer.Write(json);
            return;
        }

        writer.Write(json[..1]);
        writer.Write(missing.Span);
        writer.Write(json[1..]);
    }

    /// <summary>A copy of the object with its <c>apiVersion</c> and <c>kind</c>, which outlives the page.</summary>
    public ObjectBytes ToObject()
    {
        var copy = new ArrayBufferWriter<byte>(Math.Max(1, Length));
        WriteTo(copy);
        return new ObjectBytes(copy.WrittenMemory);
    }
}
