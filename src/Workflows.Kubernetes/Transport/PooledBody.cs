using System.Buffers;
using Workflows.Core.Buffers;

namespace Workflows.Kubernetes.Transport;

/// <summary>
/// Bytes in a rented array. Once disposed every slice of it refuses to be read, so that nobody can store what
/// another request has since written there.
/// </summary>
internal sealed class PooledBody(byte[] rented, int length) : MemoryManager<byte>
{
    private byte[]? rented = rented;

    public ReadOnlyMemory<byte> Bytes => CreateMemory(length);

    public override Span<byte> GetSpan() =>
        (rented ?? throw new ObjectDisposedException(nameof(ListPage))).AsSpan(0, length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var array = rented ?? throw new ObjectDisposedException(nameof(ListPage));
        return array.AsMemory(elementIndex).Pin();
    }

    public override void Unpin()
    {
        // Each handle unpins itself.
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref rented, null) is { } array)
            LargeArrays.Return(array);
    }
}
