using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Handover;

/// <summary>
/// Reads a hand-over from whoever speaks, who may be slow, stop half-way or send something else: first
/// <see cref="ReadHeaderAsync"/>, then <see cref="CopyContentAsync"/>. Nothing may be acted on before both are done.
/// </summary>
public sealed class HandoverReader : IDisposable
{
    private const int KeyBytes = 32;

    private readonly Stream input;
    private readonly HandoverLimits limits;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource quiet;
    private readonly CancellationTokenSource whole;

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

    /// <summary>Copies what follows, nothing perhaps, and makes sure that all is as it was sent.</summary>
    /// <returns>How many bytes it was.</returns>
    /// <exception cref="HandoverException">It is damaged, too large, or stopped half-way.</exception>
    /// <exception cref="IOException">The target takes no more.</exception>
    public async Task<long> CopyContentAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var frame = new byte[HandoverFormat.MaxFrameBytes];
        long copied = 0;
        while (await ReadLengthAsync(cancellationToken) is var length and > 0)
        {
            copied += length;
            if (copied > limits.MaxContentBytes)
            {
                throw HandoverException.Malformed($"more than {limits.MaxContentBytes} bytes follow its header");
            }

            var bytes = frame.AsMemory(0, length);
            await ReadAsync(bytes, cancellationToken);
            digest.AppendData(bytes.Span);
            await target.WriteAsync(bytes, cancellationToken);
        }

        var stated = new byte[HandoverFormat.DigestBytes];
        await ReadAsync(stated, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(stated, digest.GetHashAndReset())
            ? copied
            : throw HandoverException.Malformed("it is not what was sent");
    }

    public void Dispose()
    {
        digest.Dispose();
        quiet.Dispose();
        whole.Dispose();
    }

    private async Task<int> ReadLengthAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[HandoverFormat.LengthBytes];
        await ReadAsync(bytes, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return length <= HandoverFormat.MaxFrameBytes
            ? (int)length
            : throw HandoverException.Malformed($"a part of it would have {length} bytes");
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
}
