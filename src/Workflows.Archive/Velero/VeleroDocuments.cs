using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Velero;

/// <summary>
/// The documents that Velero keeps beside a tarball (pkg/persistence/object_store.go, PutBackup). The same input
/// gives the same bytes.
/// </summary>
internal static class VeleroDocuments
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Every document but the resource list, which needs the index.</summary>
    public static IEnumerable<(string Path, byte[] Content)> Create(
        ArchiveManifestDraft draft, long objects, IEnumerable<string> logLines)
    {
        var name = draft.Name;
        yield return (ArchiveLayout.Logs(name), PackLines(logLines));
        yield return (ArchiveLayout.Results(name), PackJson(VeleroResults.Create(draft)));

        // A Go slice that was never appended to is null in JSON, one made empty is []: as PutBackup gets them.
        yield return (ArchiveLayout.VolumeInfo(name), Pack("[]\n"));
        yield return (ArchiveLayout.PodVolumeBackups(name), Pack("null\n"));
        yield return (ArchiveLayout.VolumeSnapshots(name), Pack("null\n"));
        yield return (ArchiveLayout.ItemOperations(name), Pack("[]\n"));
        yield return (ArchiveLayout.VeleroBackup(name), Line(VeleroBackup.Create(draft, objects)));
    }

    /// <summary>JSON as Go's encoder writes it: one line, ended.</summary>
    private static byte[] Line(object value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), (byte)'\n'];

    private static byte[] PackJson(object value) => GzipMember.Pack(Line(value));

    private static byte[] Pack(string text) => GzipMember.Pack(Encoding.UTF8.GetBytes(text));

    private static byte[] PackLines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        return Pack(text.ToString());
    }
}
