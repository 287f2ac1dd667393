using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Reading;

/// <summary>
/// The archive's plaintext gzip stream, by range. All offsets of manifest and index count in it, so what is between
/// it and the stored bytes (nothing, or decryption) is the matter of the files that it is given.
/// </summary>
internal sealed class ArchiveContent(IBlobReader files, ArchiveManifest manifest)
{
    public string Path => manifest.Archive.Path;

    public async Task<Stream> OpenAsync(long offset, long length, CancellationToken cancellationToken)
    {
        try
        {
            return await files.OpenReadAsync(Path, offset, length, cancellationToken);
        }
        catch (BlobNotFoundException error)
        {
            throw Damaged($"{Path}", "the file is missing", error);
        }
        catch (BlobRangeException error)
        {
            throw Damaged($"{Path}", $"it has {error.ActualLength} bytes instead of {manifest.Archive.Length}", error);
        }
    }

    public ArchiveDamagedException Damaged(string where, string what, Exception? inner = null) =>
        new(manifest.Name, where, what, inner);
}
