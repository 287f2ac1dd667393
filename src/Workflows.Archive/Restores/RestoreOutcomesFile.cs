using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>What became of each object of a restore: JSON Lines in gzip, with a key as one piece.</summary>
/// <param name="store">The store.</param>
/// <param name="restore">The restore.</param>
/// <param name="path">Where they lie.</param>
/// <param name="key">Its key; null for one in the clear.</param>
internal sealed class RestoreOutcomesFile(IArchiveStore store, string restore, string path, BackupKey? key)
{
    /// <summary>A gzip member of nothing: GZipStream writes no byte for it, and no tag would prove no byte.</summary>
    private static readonly byte[] Nothing = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>
    /// Stores them, unless they are there: who writes under this name writes the same, though encrypted it is other bytes.
    /// </summary>
    public async Task WriteAsync(IAsyncEnumerable<ObjectOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
            {
                await JsonSerializer.SerializeAsync(gzip, outcome, ArchiveJson.RecordLine, cancellationToken);
                gzip.WriteByte((byte)'\n');
            }
        }

        var plain = packed.Length == 0 ? Nothing : packed.GetBuffer().AsMemory(0, (int)packed.Length);
        var content = key is null ? plain : SaltedPiece.Seal(key, Label, plain.Span);
        try
        {
            await store.WriteAsync(path, content, WriteCondition.IfAbsent, cancellationToken);
        }
        catch (StoreConflictException)
        {
            // Another attempt was faster.
        }
    }

    /// <exception cref="BlobNotFoundException">There are none.</exception>
    /// <exception cref="WorkflowsException">They can't be read: <see cref="ErrorKind.Damaged"/>.</exception>
    public async IAsyncEnumerable<ObjectOutcome> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(cancellationToken);
        await using var unpacked = new GZipStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        while (await ReadOutcomeAsync(reader, cancellationToken) is { } outcome)
        {
            yield return outcome;
        }
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var stored = await store.OpenReadAsync(path, 0, null, cancellationToken);
        if (key is null)
        {
            return stored;
        }

        await using (stored)
        {
            using var bytes = new MemoryStream();
            await stored.CopyToAsync(bytes, cancellationToken);
            try
            {
                return new MemoryStream(SaltedPiece.Open(key, Label, bytes.ToArray()));
            }
            catch (InvalidDataException changed)
            {
                throw Damaged(changed);
            }
        }
    }

    private async Task<ObjectOutcome?> ReadOutcomeAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken) is { } line
                ? JsonSerializer.Deserialize<ObjectOutcome>(line, ArchiveJson.RecordLine)
                    ?? throw new JsonException("An outcome is null.")
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            throw Damaged(malformed);
        }
    }

    private string Label(string salt) => PieceLabel.RestoreRecord(path, salt);

    private WorkflowsException Damaged(Exception inner) => new(
        ErrorKind.Damaged,
        $"What became of the objects of restore '{restore}' can't be read in {store.Location}: '{path}' is damaged.",
        inner);
}
