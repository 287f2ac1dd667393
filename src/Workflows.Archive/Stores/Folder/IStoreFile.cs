namespace Workflows.Archive.Stores.Folder;

/// <summary>A file being written from its start to its end.</summary>
internal interface IStoreFile : IDisposable
{
    ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Appends another file's content, inside the file system where that is possible.</summary>
    ValueTask AppendFileAsync(string source, CancellationToken cancellationToken);

    /// <summary>Makes the content survive a power loss; the name is the folder's, see <see cref="IStoreFiles.FlushDirectory"/>.</summary>
    void FlushToDisk();
}
