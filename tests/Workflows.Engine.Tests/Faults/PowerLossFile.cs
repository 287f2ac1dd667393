namespace Workflows.Engine.Tests.Faults;

/// <summary>A file's bytes as programs see them, and as they are on the disk.</summary>
internal sealed class PowerLossFile(byte[] bytes)
{
    private byte[] durable = bytes;
    private byte[] current = bytes;

    public long Length => current.Length;

    public byte[] Bytes() => current;

    public void Write(byte[] data, long offset)
    {
        // A new array, never the one that is on the disk or in a reader's hands.
        var next = new byte[Math.Max(current.Length, offset + data.Length)];
        current.CopyTo(next, 0);
        data.CopyTo(next, offset);
        current = next;
    }

    public void SetLength(long length)
    {
        var next = new byte[length];
        current.AsSpan(0, (int)Math.Min(length, current.Length)).CopyTo(next);
        current = next;
    }

    public void Flush() => durable = current;

    public PowerLossFile AfterKill() => new(current);

    /// <summary>The flushed bytes, and so many of those that were being added.</summary>
    public PowerLossFile AfterPowerLoss(int tornBytes)
    {
        var added = current.Length - durable.Length;
        return added > 0 && tornBytes > 0
            ? new PowerLossFile([.. durable, .. current.AsSpan(durable.Length, Math.Min(tornBytes, added))])
            : new PowerLossFile(durable);
    }
}
