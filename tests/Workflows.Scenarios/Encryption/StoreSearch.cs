using System.IO.Compression;
using System.Text;
using Workflows.Scenarios.Secrecy;

namespace Workflows.Scenarios.Encryption;

/// <summary>Looks for texts in every byte that a store holds, also unpacked, and in its files' names.</summary>
internal static class StoreSearch
{
    /// <returns>Which text is in which file.</returns>
    public static IReadOnlyList<string> Find(string store, IReadOnlyList<PlantedSecret> texts)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file);
            byte[][] forms = [Encoding.UTF8.GetBytes(Path.GetRelativePath(store, file)), content, Unpack(content)];
            found.AddRange(texts
                .Where(text => Array.Exists(forms, form => text.IsIn(form)))
                .Select(text => $"{text.What} is in {Path.GetRelativePath(store, file)}"));
        }

        return found;
    }

    private static byte[] Unpack(byte[] content)
    {
        if (content is not [0x1f, 0x8b, ..])
        {
            return [];
        }

        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
