using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>A range that was asked for is not wholly inside the blob: it is shorter than expected.</summary>
public sealed class BlobRangeException(Uri store, string path, long offset, long length, long actualLength)
    : StoreException(
        ErrorKind.Failed,
        $"\"{path}\" in the store {store} has {actualLength} bytes; {length} bytes at offset {offset} are not there.")
{
    public long ActualLength { get; } = actualLength;
}
