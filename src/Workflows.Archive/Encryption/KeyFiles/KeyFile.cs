using System.Text;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Stores.Folder;
using Workflows.Core.Errors;
using Workflows.Core.Keys;

namespace Workflows.Archive.Encryption.KeyFiles;

/// <summary>Key files: written once, for their owner's eyes; read only while nobody else can.</summary>
public static class KeyFile
{
    private const int MaxBytes = 64 * 1024;

    private const UnixFileMode Shared = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Makes a new key in a new file of mode 0600, which is there whole or not at all, and for good.</summary>
    /// <exception cref="KeyFileException">There is a file of that name, or this machine refused.</exception>
    public static Task<FileKey> CreateAsync(string path, CancellationToken cancellationToken = default) =>
        CreateAsync(path, new DiskFiles(), cancellationToken);

    /// <summary>Reads a key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowShared">Whether group or others may be able to read it.</param>
    /// <exception cref="KeyFileException">It is missing, not readable, readable by others, or holds no key.</exception>
    public static FileKey Read(string path, bool allowShared = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var content = new byte[MaxBytes];
        int length;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!allowShared && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Shared) != UnixFileMode.None)
            {
                throw new KeyFileException(
                    ErrorKind.Denied, path, $"can be read or written by others. Make it yours alone (chmod 600 '{path}'), or say --allow-shared-key-file.");
            }

            length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException(ErrorKind.NotFound, path, "does not exist. Give the file that the backup was made with, or make one with: workflows key create", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(ErrorKind.Denied, path, $"could not be read: {error.Message}", error);
        }

        return KeyFileText.Read(content.AsSpan(0, length), out var fault)
            ?? throw new KeyFileException(ErrorKind.Usage, path, fault!);
    }

    /// <summary>Reads the key that a run was started with.</summary>
    /// <exception cref="KeyFileException">As for a file by name, or the file holds another key by now.</exception>
    public static FileKey Read(KeyReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentException.ThrowIfNullOrEmpty(reference.File);
        if (!File.Exists(reference.File))
        {
            throw new KeyFileException(
                ErrorKind.NotFound, reference.File, $"does not exist; this was started with the key {reference.KeyId} in it. Put it back.");
        }

        var key = Read(reference.File, reference.AllowShared);
        return key.KeyId == reference.KeyId
            ? key
            : throw new KeyFileException(
                ErrorKind.Denied,
                reference.File,
                $"holds the key {key.KeyId} now; this was started with the key {reference.KeyId}. Put that one back.");
    }

    internal static async Task<FileKey> CreateAsync(string path, IStoreFiles files, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        cancellationToken.ThrowIfCancellationRequested();
        var key = FileKey.Generate();
        var place = Path.GetFullPath(path);
        var partial = $"{place}.{Path.GetRandomFileName()}.partial";
        try
        {
            using (var file = files.Create(partial))
            {
                await file.AppendAsync(Encoding.ASCII.GetBytes(KeyFileText.Write(key)), CancellationToken.None);
                file.FlushToDisk();
            }

            files.Rename(partial, place, replace: false);
            files.FlushDirectory(Path.GetDirectoryName(place)!);
            return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            files.Delete(partial);
            throw files.Find(place) is null
                ? new KeyFileException(ErrorKind.Failed, path, $"could not be written: {error.Message}", error)
                : new KeyFileException(ErrorKind.Conflict, path, "exists, and a key is never overwritten: what it encrypted would be lost. Name another.", error);
        }
    }
}
