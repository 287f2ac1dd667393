using Microsoft.Win32.SafeHandles;

namespace Workflows.Engine.Files;

internal sealed class DiskFile(SafeFileHandle handle) : IEngineFile
{
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
