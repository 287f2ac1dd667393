using System.Security.Cryptography;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// The plaintext of a range of an encrypted file. Nothing of a frame is given before its tag was checked; one frame
/// is held at a time.
/// </summary>
internal sealed class UnsealedReadStream : Stream
{
    private readonly string path;
    private readonly Stream stored;
    private readonly IReadOnlyList<SealedPiece> pieces;
    private readonly BackupKey key;
    private readonly long first;
    private readonly long last;
    private readonly Func<string, string, Exception?, Exception> damaged;
    private readonly byte[] sealedFrame = new byte[SealedFrames.StoredBytes];
    private readonly byte[] plain = new byte[SealedFrames.PlainBytes];
    private FrameCipher? cipher;
    private int piece = -1;
    private long frame;
    private int start;
    private int end;
    private long position;

    /// <param name="path">The file, for errors.</param>
    /// <param name="stored">The frames that hold the range, from the first to the last.</param>
    /// <param name="pieces">The pieces that hold the range, in order.</param>
    /// <param name="key">The backup's key.</param>
    /// <param name="offset">Where the range starts in the file's plaintext.</param>
    /// <param name="length">Its length.</param>
    /// <param name="damaged">The error for a place where something is wrong.</param>
    public UnsealedReadStream(
        string path,
        Stream stored,
        IReadOnlyList<SealedPiece> pieces,
        BackupKey key,
        long offset,
        long length,
        Func<string, string, Exception?, Exception> damaged)
    {
        this.path = path;
        this.stored = stored;
        this.pieces = pieces;
        this.key = key;
        first = position = offset;
        last = offset + length;
        this.damaged = damaged;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => last - first;

    public override long Position
    {
        get => position - first;
        set => throw new NotSupportedException();
    }

    private long Remaining => last - position;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || Remaining == 0)
            return 0;
        if (start == end)
        {
            var wanted = Next();
            Open(stored.ReadAtLeast(sealedFrame.AsSpan(0, wanted), wanted, throwOnEndOfStream: false), wanted);
        }

        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || Remaining == 0)
            return 0;
        if (start == end)
        {
            var wanted = Next();
            var read = await stored.ReadAtLeastAsync(
                sealedFrame.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
            Open(read, wanted);
        }

        return Take(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher?.Dispose();
            stored.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on to the frame that holds the position.</summary>
    /// <returns>Its stored length.</returns>
    private int Next()
    {
        if (piece < 0 || position >= pieces[piece].End)
        {
            do
                piece++;
            while (position >= pieces[piece].End);
            cipher?.Dispose();
            cipher = key.Cipher(pieces[piece].Label);
        }

        frame = (position - pieces[piece].Offset) / SealedFrames.PlainBytes;
        return FrameLength() + SealedFrames.TagBytes;
    }

    private int FrameLength() =>
        (int)Math.Min(SealedFrames.PlainBytes, pieces[piece].Length - (frame * SealedFrames.PlainBytes));

    private void Open(int read, int wanted)
    {
        var current = pieces[piece];
        var place = $"{path}, frame at byte {current.StoredOffset + (frame * SealedFrames.StoredBytes)}";
        if (read < wanted)
            throw damaged(place, "the file ends in it", null);

        try
        {
            var isLast = frame == SealedFrames.Count(current.Length) - 1;
            cipher!.Open(frame, isLast, sealedFrame.AsSpan(0, wanted), plain.AsSpan(0, FrameLength()));
            end = FrameLength();
            start = (int)(position - current.Offset - (frame * SealedFrames.PlainBytes));
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw damaged(place, "it is not what was sealed there: it was changed or moved", error);
        }
    }

    private int Take(Span<byte> buffer)
    {
        var count = (int)Math.Min(Math.Min(buffer.Length, end - start), Remaining);
        plain.AsSpan(start, count).CopyTo(buffer);
        start += count;
        position += count;
        return count;
    }
}
