using Workflows.Cli.Errors;

namespace Workflows.Cli.Files;

/// <summary>
/// A file for its owner's eyes (an archive may hold Secrets), there as a whole or not at all: it is written beside
/// its place under another name, flushed, and renamed.
/// </summary>
internal static class PrivateFile
{
    /// <exception cref="FileExistsException">The file exists and may not be replaced.</exception>
    public static void ThrowIfTaken(string path, bool replace)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a folder; name a file.");
        }

        if (!replace && File.Exists(path))
        {
            throw new FileExistsException(path);
        }
    }

    /// <returns>How many bytes were written.</returns>
    /// <exception cref="LocalFileException">This machine refused: no space, no such folder, no right.</exception>
    /// <exception cref="FileExistsException">The file came into being meanwhile.</exception>
    public static async Task<long> WriteAsync(
        string path, Stream content, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var partial = $"{path}.{Path.GetRandomFileName()}.partial";
        try
        {
            var length = await WritePartialAsync(partial, content, cancellationToken);
            ThrowIfTaken(path, replace);
            File.Move(partial, path, overwrite: replace);
            return length;
        }
        catch (Exception exception)
        {
            DeletePartial(partial);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new LocalFileException(
                    $"'{path}' could not be written: {exception.Message} Nothing was left behind.", exception);
            }

            throw;
        }
    }

    /// <summary>How a new file is opened that only its owner may read.</summary>
    public static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void DeletePartial(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was written. Why not is what the user is to read.
        }
    }

    private static async Task<long> WritePartialAsync(
        string partial, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(partial, Options());
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        return file.Length;
    }
}
