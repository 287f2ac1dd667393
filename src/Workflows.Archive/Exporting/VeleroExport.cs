using System.IO.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Reading;
using Workflows.Archive.Tar;
using Workflows.Core.Resources;

namespace Workflows.Archive.Exporting;

/// <summary>
/// A backup as Velero itself would have written it: its documents, and a tarball in which each object stands a second
/// time below <c>VERSION-preferredversion</c>, which Velero reads where it chooses between versions of an API. Every
/// object is proven by its hash on the way.
/// </summary>
public static class VeleroExport
{
    /// <summary>Objects of which the places are held at once.</summary>
    private const int Batch = 1000;

    /// <summary>The files of a storage location that holds the backup, by their paths in it; each is written when asked.</summary>
    /// <param name="backup">The backup.</param>
    public static IEnumerable<ExportedFile> Files(ArchiveReader backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var name = backup.Manifest.Name;
        var folder = ArchiveLayout.VeleroFolder(name)[ArchiveLayout.Velero.Length..];
        yield return new ExportedFile(
            ArchiveLayout.Tarball(name)[ArchiveLayout.Velero.Length..], (target, cancellationToken) => WriteTarballAsync(backup, target, cancellationToken));
        foreach (var document in backup.Manifest.Documents.Select(d => ArchivePaths.PlainName(d.Path)))
        {
            yield return new ExportedFile($"{folder}{document}", async (target, cancellationToken) =>
                await target.WriteAsync(await backup.FindDocumentAsync(document, cancellationToken), cancellationToken));
        }
    }

    private static async Task WriteTarballAsync(ArchiveReader backup, Stream target, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        using var tar = new PooledBuffer();
        var time = backup.Manifest.Archive.EntryTime;
        TarEntryWriter.Append(tar, EntryPath.Version, time, System.Text.Encoding.ASCII.GetBytes(ArchiveFormat.VeleroFormatVersion + "\n"));
        await foreach (var entries in backup.ReadIndexAsync(cancellationToken).Chunk(Batch))
        {
            var next = 0;
            await foreach (var obj in backup.ReadObjectsAsync([.. entries.Select(e => e.Location)], cancellationToken))
            {
                var entry = entries[next++].Entry;
                TarEntryWriter.Append(tar, EntryPath.Of(entry.Key), time, obj.Json.Span);
                TarEntryWriter.Append(tar, EntryPath.Preferred(entry.Key, ApiResource.VersionOf(entry.ApiVersion)), time, obj.Json.Span);
                if (tar.Count >= ArchiveFormat.MemberTargetBytes)
                    await FlushAsync(tar, gzip, cancellationToken);
            }
        }

        tar.Write(TarBlock.EndOfArchive());
        await FlushAsync(tar, gzip, cancellationToken);
    }

    private static async Task FlushAsync(PooledBuffer tar, GZipStream gzip, CancellationToken cancellationToken)
    {
        await gzip.WriteAsync(tar.Written, cancellationToken);
        tar.Clear(8 * ArchiveFormat.MemberTargetBytes);
    }
}

/// <summary>A file of an export.</summary>
/// <param name="Path">Its path in the export's folder.</param>
/// <param name="WriteAsync">Writes its content, once.</param>
public sealed record ExportedFile(string Path, Func<Stream, CancellationToken, Task> WriteAsync);
