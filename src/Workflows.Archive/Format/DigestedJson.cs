using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Format;

/// <summary>
/// An indented JSON object whose last line but one is <c>"digest": "sha256:…"</c>, over every byte before the
/// digest's 64 digits; what follows them is fixed. So every byte of the file is either hashed, the hash, or compared,
/// and that can be checked before anything in the file is believed.
/// </summary>
public static class DigestedJson
{
    private const string DigestStart = ",\n  \"digest\": \"sha256:";
    private const string DigestEnd = "\"\n}\n";
    private const int HashDigits = 64;

    /// <param name="json">The object as the indenting writer ends it.</param>
    public static byte[] Close(string json) => CloseOpen(Encoding.UTF8.GetBytes(json[..^"\n}".Length]));

    /// <summary>Ends an object whose last member's value is there and nothing after it.</summary>
    public static byte[] CloseOpen(byte[] open)
    {
        byte[] hashed = [.. open, .. Encoding.ASCII.GetBytes(DigestStart)];
        return [.. hashed, .. Hash(hashed), .. Encoding.ASCII.GetBytes(DigestEnd)];
    }

    /// <summary>What is wrong with the digest; null when nothing is.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        var fixedEnd = Encoding.ASCII.GetBytes(DigestEnd);
        var hashedLength = bytes.Length - HashDigits - fixedEnd.Length;
        var hasDigest = hashedLength > 0
            && bytes.EndsWith(fixedEnd)
            && bytes[..hashedLength].EndsWith(Encoding.ASCII.GetBytes(DigestStart));
        if (!hasDigest)
            return "it does not end with its digest: it is cut short or was edited";

        return bytes.Slice(hashedLength, HashDigits).SequenceEqual(Hash(bytes[..hashedLength]))
            ? null
            : "its content does not match its digest";
    }

    /// <summary>What <see cref="CloseOpen"/> was given, of a file without a fault.</summary>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> bytes) =>
        bytes[..^(DigestStart.Length + HashDigits + DigestEnd.Length)];

    private static byte[] Hash(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
