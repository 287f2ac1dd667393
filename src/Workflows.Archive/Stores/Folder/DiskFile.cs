using System.Buffers;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Workflows.Archive.Stores.Folder;

/// <summary>A file on a real disk.</summary>
internal sealed class DiskFile(FileStream stream) : IStoreFile
{
    private const int CopyBufferBytes = 256 * 1024;

    private readonly SafeFileHandle handle = stream.SafeFileHandle;
    private long length;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await RandomAccess.WriteAsync(handle, content, length, cancellationToken);
        length += content.Length;
    }

    public async ValueTask AppendFileAsync(string source, CancellationToken cancellationToken)
    {
        using var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var total = RandomAccess.GetLength(from);
        var copied = OperatingSystem.IsLinux() ? CopyInKernel(from, total, cancellationToken) : 0;
        await CopyThroughMemoryAsync(from, copied, total, cancellationToken);
    }

    public void FlushToDisk() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => stream.Dispose();

    [SupportedOSPlatform("linux")]
    private long CopyInKernel(SafeFileHandle from, long total, CancellationToken cancellationToken)
    {
        var copied = 0L;
        while (copied < total)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever stops it here (another file system, a full disk) either works below or fails there with its name.
            var step = Posix.TryCopy(from, copied, handle, length, total - copied);
            if (step <= 0)
                break;
            copied += step;
            length += step;
        }

        return copied;
    }

    private async ValueTask CopyThroughMemoryAsync(SafeFileHandle from, long start, long total, CancellationToken cancellationToken)
    {
        if (start >= total)
            return;

        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferBytes);
        try
        {
            for (var position = start; position < total;)
            {
                var read = await RandomAccess.ReadAsync(from, buffer, position, cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException($"A staged block ends at byte {position} of {total}.");
                await AppendAsync(buffer.AsMemory(0, read), cancellationToken);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
