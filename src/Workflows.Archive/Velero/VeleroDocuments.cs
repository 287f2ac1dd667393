using System.Text;
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
    /// <summary>Every document but the resource list, which needs the index.</summary>
    public static IEnumerable<(string Path, byte[] Content)> Create(
        ArchiveManifestDraft draft, long objects, IEnumerable<string> logLines)
    {
        var name = draft.Name;
        yield return (ArchiveLayout.Logs(name), PackLines(logLines));
        yield return (ArchiveLayout.Results(name), GoJson.Pack(VeleroResults.Create(draft)));

        // A Go slice that was never appended to is null in JSON, one made empty is []: as PutBackup gets them.
        yield return (ArchiveLayout.VolumeInfo(name), Pack("[]\n"));
        yield return (ArchiveLayout.PodVolumeBackups(name), Pack("null\n"));
        yield return (ArchiveLayout.VolumeSnapshots(name), Pack("null\n"));
        yield return (ArchiveLayout.ItemOperations(name), Pack("[]\n"));
        yield return (ArchiveLayout.VeleroBackup(name), GoJson.Line(VeleroBackup.Create(draft, objects)));
    }

    private static byte[] Pack(string text) => GzipMember.Pack(Encoding.UTF8.GetBytes(text));

    private static byte[] PackLines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        return Pack(text.ToString());
    }
}
