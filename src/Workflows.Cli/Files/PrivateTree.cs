using Workflows.Cli.Errors;

namespace Workflows.Cli.Files;

/// <summary>
/// A folder for its owner's eyes, there with all its files or not at all: it is filled beside its place under another
/// name, and renamed.
/// </summary>
internal static class PrivateTree
{
    /// <exception cref="FileExistsException">Something is there already.</exception>
    public static void ThrowIfTaken(string path)
    {
        if (Path.Exists(path))
        {
            throw new FileExistsException(path);
        }
    }

    /// <param name="path">The folder, which must not exist; the one above it must.</param>
    /// <param name="files">Relative paths, and what writes each file's content.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left then.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="LocalFileException">This machine refused: no space, no such folder, no right.</exception>
    public static async Task<long> WriteAsync(
        string path,
        IEnumerable<(string Path, Func<Stream, CancellationToken, Task> WriteAsync)> files,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var partial = $"{path}.{Path.GetRandomFileName()}.partial";
        try
        {
            var parent = Path.GetDirectoryName(path);
            if (!Directory.Exists(parent))
            {
                throw new DirectoryNotFoundException($"There is no folder '{parent}'.");
            }

            var length = 0L;
            PrivateFolder.Create(partial);
            foreach (var (relative, writeAsync) in files)
            {
                length += await WriteFileAsync(Path.Combine(partial, relative), writeAsync, cancellationToken);
            }

            ThrowIfTaken(path);
            Directory.Move(partial, path);
            return length;
        }
        catch (Exception exception)
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }

            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new LocalFileException(
                    $"'{path}' could not be written: {exception.Message} Nothing was left behind.", exception);
            }

            throw;
        }
    }

    private static async Task<long> WriteFileAsync(
        string path, Func<Stream, CancellationToken, Task> writeAsync, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, PrivateFile.Options());
        await writeAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
