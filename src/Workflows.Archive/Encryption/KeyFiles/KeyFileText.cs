using System.Text;

namespace Workflows.Archive.Encryption.KeyFiles;

/// <summary>
/// The text of a key file: lines <c>name: value</c> in this order, after comments that begin with <c>#</c>. FORMAT.md
/// specifies it.
/// </summary>
internal static class KeyFileText
{
    private const string Version = "1";

    public static string Write(FileKey key) =>
        "# A key of workflows. Whoever has this file can read the backups made with it; without it nobody can.\n"
        + $"version: {Version}\n"
        + $"id: {key.KeyId}\n"
        + $"key: {Convert.ToBase64String(key.Material.Span)}\n";

    /// <summary>Reads a key.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="fault">What is wrong, without quoting the file; null when a key is returned.</param>
    public static FileKey? Read(ReadOnlySpan<byte> content, out string? fault)
    {
        var lines = Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToArray();
        fault = null;
        if (lines is not [var version, var id, var key] || Value(version, "version") is null)
            fault = "is no key file: it does not have the lines 'version', 'id' and 'key'.";
        else if (Value(version, "version") != Version)
            fault = "is of a version that this version of workflows can't read.";
        else if (Decode(Value(key, "key")) is not { } bytes)
            fault = $"has no key in it: {FileKey.Bytes} bytes in Base64 were expected.";
        else if (new FileKey(bytes) is var found && found.KeyId != Value(id, "id"))
            fault = "is damaged: its id is not that of the key in it.";
        else
            return found;
        return null;
    }

    private static string? Value(string line, string name) =>
        line.StartsWith($"{name}: ", StringComparison.Ordinal) ? line[(name.Length + 2)..] : null;

    private static byte[]? Decode(string? base64)
    {
        var bytes = new byte[FileKey.Bytes + 3];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) && length == FileKey.Bytes
            ? bytes[..length]
            : null;
    }
}
