using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>What somebody who may write into a store can do to a backup.</summary>
internal static class CraftedArchive
{
    private const int DigestDigits = 64;

    public static string Tarball(Workspace workspace) =>
        Path.Combine(workspace.Store, "velero", "backups", "good", "good.tar.gz");

    public static string Manifest(Workspace workspace) =>
        Path.Combine(workspace.Store, "catalog", "backups", "good.json");

    public static string Index(Workspace workspace) =>
        Path.Combine(workspace.Store, "catalog", "indexes", "good.jsonl.gz");

    public static void FlipAByte(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x20;
        Write(file, bytes);
    }

    /// <summary>
    /// Renames an object in the index and makes every hash right again: only what a name may be is left to object.
    /// </summary>
    public static void Rename(Workspace workspace, string from, string to)
    {
        var plain = Unpack(File.ReadAllBytes(Index(workspace)));
        var changed = plain.Replace($"\"{from}\"", $"\"{to}\"", StringComparison.Ordinal);
        Assert.NotEqual(plain, changed);
        var index = Pack(changed);
        Write(Index(workspace), index);

        var text = File.ReadAllText(Manifest(workspace));
        var manifest = JsonNode.Parse(text)!;
        var segment = Assert.Single(manifest["archive"]!["segments"]!.AsArray())!;
        var hash = Convert.ToHexStringLower(SHA256.HashData(index));
        text = text
            .Replace(segment["indexSha256"]!.GetValue<string>(), hash, StringComparison.Ordinal)
            .Replace(manifest["index"]!["sha256"]!.GetValue<string>(), hash, StringComparison.Ordinal)
            .Replace($"\"indexLength\": {segment["indexLength"]}", $"\"indexLength\": {index.Length}", StringComparison.Ordinal)
            .Replace($"\"length\": {manifest["index"]!["length"]}", $"\"length\": {index.Length}", StringComparison.Ordinal);
        Write(Manifest(workspace), Sign(text));
    }

    /// <summary>The digest is no signature: it stands over every byte before its own digits.</summary>
    private static byte[] Sign(string text)
    {
        const string Prefix = "\"sha256:";
        var start = text.LastIndexOf(Prefix, StringComparison.Ordinal) + Prefix.Length;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[..start])));
        return Encoding.UTF8.GetBytes(text[..start] + hash + text[(start + DigestDigits)..]);
    }

    private static string Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    /// <summary>Files of a store are not for writing; whoever attacks one does not mind.</summary>
    private static void Write(string file, byte[] bytes)
    {
        File.Delete(file);
        File.WriteAllBytes(file, bytes);
    }
}
