using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Handover;

/// <summary>
/// Reads a hand-over from whoever speaks, who may be slow, stop half-way or send something else: first
/// <see cref="ReadHeaderAsync"/>, then <see cref="Content"/>, then <see cref="CompleteAsync"/>. Nothing may be acted on
/// before all of these are done.
/// </summary>
public sealed class HandoverReader : IDisposable
{
    private const int KeyBytes = 32;

    private readonly Stream input;
    private readonly HandoverLimits limits;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource quiet;
    private readonly CancellationTokenSource whole;
    private ContentStream? content;

    public HandoverReader(Stream input, HandoverLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        this.input = input;
        this.limits = limits;
        quiet = new(Timeout.InfiniteTimeSpan, time);
        whole = new(limits.Whole, time);
    }

    /// <exception cref="HandoverException">It is none, of another version, or stopped half-way.</exception>
    public async Task<HandoverHeader> ReadHeaderAsync(CancellationToken cancellationToken = default)
    {
        var preamble = new byte[HandoverFormat.PreambleBytes];
        await ReadAsync(preamble, cancellationToken);
        if (!preamble.AsSpan().StartsWith(HandoverFormat.Magic))
        {
            throw HandoverException.Malformed("it begins as no hand-over does");
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(preamble.AsSpan(4)) is var version and not HandoverFormat.Version)
        {
            throw HandoverException.WrongVersion(version);
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(preamble.AsSpan(6));
        if (length is 0 or > HandoverLimits.MaxHeaderBytes)
        {
            throw HandoverException.Malformed($"its header would have {length} bytes");
        }

        var json = new byte[length];
        try
        {
            await ReadAsync(json, cancellationToken);
            digest.AppendData(json);
            return Parse(json);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>
    /// What follows, nothing perhaps, to be read asynchronously. Its end is there only if all is as it was sent; reading
    /// fails with a <see cref="HandoverException"/> where it is damaged, too large, or stopped half-way.
    /// </summary>
    public Stream Content => content ??= new(this);

    /// <summary>Makes sure that all was read, and is as it was sent.</summary>
    /// <exception cref="HandoverException">It is not, or there is more than was read.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (await Content.ReadAsync(new byte[1], cancellationToken) > 0)
        {
            throw HandoverException.Malformed("more follows than should");
        }
    }

    public void Dispose()
    {
        digest.Dispose();
        quiet.Dispose();
        whole.Dispose();
    }

    /// <returns>How long the next frame is; zero after the last, which is then known to be.</returns>
    private async Task<int> BeginFrameAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[HandoverFormat.LengthBytes];
        await ReadAsync(bytes, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length > HandoverFormat.MaxFrameBytes)
        {
            throw HandoverException.Malformed($"a part of it would have {length} bytes");
        }

        if (length == 0)
        {
            var stated = new byte[HandoverFormat.DigestBytes];
            await ReadAsync(stated, cancellationToken);
            if (!CryptographicOperations.FixedTimeEquals(stated, digest.GetHashAndReset()))
            {
                throw HandoverException.Malformed("it is not what was sent");
            }
        }

        return (int)length;
    }

    private async Task ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, quiet.Token, whole.Token);
        try
        {
            while (!buffer.IsEmpty)
            {
                quiet.CancelAfter(limits.Quiet);
                var read = await input.ReadAsync(buffer, any.Token);
                if (read == 0)
                {
                    throw HandoverException.Malformed("it stopped half-way");
                }

                buffer = buffer[read..];
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw HandoverException.Malformed(
                whole.IsCancellationRequested
                    ? $"it took more than {limits.Whole}"
                    : $"nothing more came for {limits.Quiet}");
        }
        catch (IOException broken)
        {
            throw HandoverException.Malformed("its connection broke", broken);
        }
        finally
        {
            if (!quiet.IsCancellationRequested)
            {
                quiet.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
    }

    private static HandoverHeader Parse(ReadOnlySpan<byte> json)
    {
        HandoverHeader? header;
        try
        {
            header = JsonSerializer.Deserialize<HandoverHeader>(json, ArchiveJson.Line);
        }
        catch (JsonException malformed)
        {
            // Its message may quote what it stumbled over, and that may be a key: where, is enough.
            throw HandoverException.Malformed($"its header is not what it should be at {malformed.Path ?? "its beginning"}");
        }

        return header switch
        {
            null => throw HandoverException.Malformed("its header is null"),
            { Kind: var kind } when !Enum.IsDefined(kind) => throw HandoverException.Malformed("its kind is unknown"),
            { Attempt: var attempt } when !IsAttempt(attempt) => throw HandoverException.Malformed("its attempt is none"),
            { Name: var name } when !StorePath.IsSegment(name) => throw HandoverException.Malformed("its name can't be one"),
            { Volume: var volume } when !StorePath.IsSegment(volume) =>
                throw HandoverException.Malformed("its volume can't be one"),
            { Keys: var keys } when keys.Any(key => !IsAttempt(key.Key) || key.Value is not { Length: KeyBytes }) =>
                throw HandoverException.Malformed("a key of it is none"),
            _ => header,
        };
    }

    private static bool IsAttempt(string attempt) => attempt.Length == 32 && attempt.All(char.IsAsciiHexDigitLower);

    /// <summary>The bytes of the frames, one after the other.</summary>
    private sealed class ContentStream(HandoverReader reader) : ReadOnlyStream
    {
        private readonly byte[] frame = new byte[HandoverFormat.MaxFrameBytes];
        private Memory<byte> left;
        private long total;
        private bool ended;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left.IsEmpty && !ended)
            {
                await FillAsync(cancellationToken);
            }

            var read = Math.Min(buffer.Length, left.Length);
            left[..read].CopyTo(buffer);
            left = left[read..];
            return read;
        }

        private async Task FillAsync(CancellationToken cancellationToken)
        {
            var length = await reader.BeginFrameAsync(cancellationToken);
            ended = length == 0;
            total += length;
            if (total > reader.limits.MaxContentBytes)
            {
                throw HandoverException.Malformed($"more than {reader.limits.MaxContentBytes} bytes follow its header");
            }

            var bytes = frame.AsMemory(0, length);
            await reader.ReadAsync(bytes, cancellationToken);
            reader.digest.AppendData(bytes.Span);
            left = bytes;
        }
    }
}
