using System.Buffers.Binary;
using System.Text.Json;

namespace Workflows.Scenarios.Journals;

/// <summary>
/// Reads an instance's journal as it lies on the disk: eight bytes, then records of a 16-byte header (the payload's
/// length first) and a JSON object. A second reader beside the engine's own, so that the engine does not vouch for
/// itself. Checksums are not looked at: the end of a killed process's journal may be torn, and there it stops.
/// </summary>
internal static class JournalFile
{
    private const int MagicLength = 8;

    private const int HeaderLength = 16;

    public static IEnumerable<JsonElement> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var position = MagicLength;
        while (position + HeaderLength <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));
            var start = position + HeaderLength;
            if (length <= 0 || start + length > bytes.Length)
            {
                yield break;
            }

            position = start + length;
            yield return JsonDocument.Parse(bytes.AsMemory(start, length)).RootElement;
        }
    }
}
