using System.Text;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Files;

/// <summary>A text that somebody wrote into a file.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">The file's path, whole.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">It is not there, too long, or no UTF-8.</exception>
    /// <exception cref="LocalFileException">It can't be read.</exception>
    public static async Task<string> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } found && found.Length > maxBytes
                ? throw new UsageException($"{path} is longer than {maxBytes} bytes, the most that it may be.")
                : Utf8.GetString(await File.ReadAllBytesAsync(path, cancellationToken)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{path} is not UTF-8 text.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {path}.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"{path} can't be read: {refused.Message}", refused);
        }
    }
}
