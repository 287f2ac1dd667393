using System.Text.Json;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Staging;

/// <summary>Staged documents as bytes.</summary>
internal static class StagedJson
{
    /// <summary>The largest staged document: a restore plan of a large archive has tens of MiB.</summary>
    private const int MaxBytes = 1024 * 1024 * 1024;

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ArchiveJson.Staged);

    /// <summary>Reads a document; the type's default when there is none.</summary>
    /// <exception cref="StagedDocumentDamagedException">It can't be read as that type.</exception>
    public static async Task<T?> FindAsync<T>(
        IArchiveStore store, string path, CancellationToken cancellationToken, StagedSeal? seal = null)
    {
        try
        {
            var bytes = await SmallBlobs.ReadAsync(store, path, MaxBytes, cancellationToken);
            if (seal is not null)
                bytes = await seal.OpenAsync(path, bytes);
            return JsonSerializer.Deserialize<T>(bytes, ArchiveJson.Staged);
        }
        catch (BlobNotFoundException)
        {
            return default;
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new StagedDocumentDamagedException(store.Location, path, error);
        }
    }
}
