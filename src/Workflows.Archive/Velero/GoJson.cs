using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Archive.Compression;

namespace Workflows.Archive.Velero;

/// <summary>JSON as Go's encoder writes it: one line, ended.</summary>
internal static class GoJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public static byte[] Line(object value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), (byte)'\n'];

    public static byte[] Pack(object value) => GzipMember.Pack(Line(value));
}
