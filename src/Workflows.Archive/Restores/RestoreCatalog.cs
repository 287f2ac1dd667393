using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// The records of restores in a store: <c>catalog/restores/NAME.json</c> says how it went, and
/// <c>catalog/restores/NAME.outcomes.jsonl.gz</c> what became of each object. The record is written last.
/// </summary>
public sealed class RestoreCatalog(IArchiveStore store)
{
    private const string Folder = "catalog/restores/";

    private const string ReportEnding = ".json";

    /// <summary>Whether a name is free.</summary>
    /// <exception cref="WorkflowsException">A restore of this name is recorded: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RequireNewAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await store.FindAsync(ReportPath(name), cancellationToken) is not null)
        {
            throw Exists(name);
        }
    }

    /// <summary>Stores what became of each object; a second attempt at the same restore replaces it.</summary>
    /// <returns>The number of bytes stored.</returns>
    public async Task<long> WriteOutcomesAsync(
        string name, IAsyncEnumerable<ObjectOutcome> outcomes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
            {
                await JsonSerializer.SerializeAsync(gzip, outcome, CatalogJson.Compact, cancellationToken);
                gzip.WriteByte((byte)'\n');
            }
        }

        var content = packed.GetBuffer().AsMemory(0, (int)packed.Length);
        await store.WriteAsync(OutcomesPath(name), content, WriteCondition.None, cancellationToken);
        return content.Length;
    }

    /// <summary>Records a restore; the same record again is no conflict, since an activity may be repeated.</summary>
    /// <exception cref="WorkflowsException">Another restore has the name: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RecordAsync(RestoreReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var content = JsonSerializer.SerializeToUtf8Bytes(report, CatalogJson.Readable);
        try
        {
            await store.WriteAsync(ReportPath(report.Name), content, WriteCondition.IfAbsent, cancellationToken);
        }
        catch (StoreConflictException)
        {
            var recorded = await FindAsync(report.Name, cancellationToken);
            if (recorded?.StartedAt != report.StartedAt)
            {
                throw Exists(report.Name);
            }
        }
    }

    /// <summary>The record of a restore; null when there is none.</summary>
    public async Task<RestoreReport?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var content = await store.OpenReadAsync(ReportPath(name), 0, null, cancellationToken);
            return await JsonSerializer.DeserializeAsync<RestoreReport>(
                content, CatalogJson.Readable, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (JsonException malformed)
        {
            throw new WorkflowsException(
                ErrorKind.Damaged, $"The record of restore '{name}' in {store.Location} can't be read.", malformed);
        }
    }

    /// <summary>All restores recorded, by name.</summary>
    public async IAsyncEnumerable<RestoreReport> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var blob in store.ListAsync(Folder, cancellationToken))
        {
            if (blob.Path.EndsWith(ReportEnding, StringComparison.Ordinal)
                && await FindAsync(blob.Path[Folder.Length..^ReportEnding.Length], cancellationToken) is { } report)
            {
                yield return report;
            }
        }
    }

    /// <summary>What became of each object of a restore, in the order of its waves.</summary>
    /// <exception cref="BlobNotFoundException">There is no such record.</exception>
    /// <exception cref="WorkflowsException">It can't be read: <see cref="ErrorKind.Damaged"/>.</exception>
    public async IAsyncEnumerable<ObjectOutcome> ReadOutcomesAsync(
        string name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var content = await store.OpenReadAsync(OutcomesPath(name), 0, null, cancellationToken);
        await using var unpacked = new GZipStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        while (await ReadOutcomeAsync(reader, name, cancellationToken) is { } outcome)
        {
            yield return outcome;
        }
    }

    private async Task<ObjectOutcome?> ReadOutcomeAsync(
        StreamReader reader, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken) is { } line
                ? JsonSerializer.Deserialize<ObjectOutcome>(line, CatalogJson.Compact)
                    ?? throw new JsonException("An outcome is null.")
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            throw new WorkflowsException(
                ErrorKind.Damaged,
                $"What became of the objects of restore '{name}' can't be read in {store.Location}: "
                + $"'{OutcomesPath(name)}' is damaged.",
                malformed);
        }
    }

    private WorkflowsException Exists(string name) => new(
        ErrorKind.Conflict, $"A restore named '{name}' is recorded in {store.Location}; choose another name.");

    private static string ReportPath(string name) => $"{Folder}{name}{ReportEnding}";

    private static string OutcomesPath(string name) => $"{Folder}{name}.outcomes.jsonl.gz";
}
