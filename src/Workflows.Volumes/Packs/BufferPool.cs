namespace Workflows.Volumes.Packs;

/// <summary>
/// Buffers of one length, used again and again: a shared pool keeps some of every size for each thread and processor,
/// which adds up where each has megabytes. There are as many as were ever in use at once. Safe for concurrent use.
/// </summary>
/// <param name="length">The length of each, in bytes.</param>
internal sealed class BufferPool(int length)
{
    private readonly Lock gate = new();
    private readonly Stack<byte[]> idle = new();

    public byte[] Rent()
    {
        lock (gate)
        {
            return idle.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(length);
        }
    }

    /// <summary>Takes a buffer back; one of another length is none of these, and left to the collector.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length == length)
        {
            lock (gate)
            {
                idle.Push(buffer);
            }
        }
    }
}
