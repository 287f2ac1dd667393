namespace Workflows.Engine.Files;

/// <summary>A file open for writing.</summary>
public interface IEngineFile : IDisposable
{
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Returns when every byte written before is on the disk.</summary>
    void Flush();
}
