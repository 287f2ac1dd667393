using System.Security.Cryptography;
using System.Text;
using Workflows.Cli.Errors;
using Workflows.Cli.Files;
using Workflows.Core.Errors;

namespace Workflows.Cli.Serving;

/// <summary>
/// The token that lets callers in: one line in a file that its owner alone can read. It is read again when the file
/// changes, so that a token is changed without a restart; a file that is gone or unfit lets nobody in.
/// </summary>
internal sealed class TokenFile
{
    private const int Shortest = 32;
    private const int Longest = 512;

    private const UnixFileMode Shared = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly Lock gate = new();
    private byte[] hash;
    private DateTime changedAt;

    private TokenFile(string path)
    {
        Path = path;
        changedAt = File.GetLastWriteTimeUtc(path);
        hash = Read(path);
    }

    public string Path { get; }

    /// <summary>Opens the file; where there is none, one is made with a token of 32 random bytes.</summary>
    /// <exception cref="WorkflowsException">It can't be made or read, others can read it, or there is no fit token in it.</exception>
    public static async Task<TokenFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            using var content = new MemoryStream(Encoding.ASCII.GetBytes(token + "\n"));
            await PrivateFile.WriteAsync(path, content, replace: false, cancellationToken);
        }

        return new TokenFile(path);
    }

    /// <summary>Whether a text is the token, in a time that tells nothing about it.</summary>
    public bool Matches(string presented) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), Current());

    /// <summary>Reads a token.</summary>
    /// <exception cref="WorkflowsException">It can't be read, others can read it, or there is no fit token in it.</exception>
    public static string ReadText(string path)
    {
        string text;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Shared) != UnixFileMode.None)
            {
                throw new WorkflowsException(
                    ErrorKind.Denied, $"The token file '{path}' can be read or written by others. Make it yours alone: chmod 600 '{path}'.");
            }

            var content = new byte[Longest + 2];
            text = Encoding.UTF8.GetString(content, 0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"The token file '{path}' can't be read: {exception.Message}", exception);
        }

        return text.Length is >= Shortest and <= Longest && text.All(c => c is > ' ' and < (char)127)
            ? text
            : throw new WorkflowsException(
                ErrorKind.Usage,
                $"The token file '{path}' must hold one line of {Shortest} to {Longest} characters without spaces.");
    }

    private byte[] Current()
    {
        lock (gate)
        {
            var written = File.GetLastWriteTimeUtc(Path);
            if (written != changedAt)
            {
                hash = Read(Path);
                changedAt = written;
            }

            return hash;
        }
    }

    /// <summary>What is kept is the token's hash: what is compared then has one length.</summary>
    private static byte[] Read(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(ReadText(path)));
}
