using Workflows.Core.Errors;

namespace Workflows.Clouds.Http;

/// <summary>Files that say who this process is: tokens and keys that somebody else puts there, and changes.</summary>
internal static class IdentityFile
{
    private const int Longest = 1 << 20;

    /// <exception cref="CloudException">It can't be read, or is no such file.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
                throw new CloudException(ErrorKind.Usage, $"The file {path} is longer than a credential can be.");
            return (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CloudException(ErrorKind.Denied, $"The file {path}, which is to say who this process is, can't be read: {error.Message}");
        }
    }
}
