using System.Text.Json;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>The record of a restore as bytes: the report, or with a key what may be told of it and the report sealed.</summary>
internal static class RestoreRecordFile
{
    public static byte[] Serialize(RestoreReport report, BackupKey? key)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(report, CatalogJson.Readable);
        if (key is null)
        {
            return plain;
        }

        var owner = EnvelopeOwner.Restore(report.Name);
        return JsonSerializer.SerializeToUtf8Bytes(
            SealedRestore.Of(
                RestoreOverview.Of(report, isEncrypted: true),
                SealedManifestFile.Scheme,
                owner.Path,
                SaltedPiece.Seal(key, salt => PieceLabel.RestoreRecord(owner.Record, salt), plain)),
            CatalogJson.Readable);
    }

    /// <exception cref="JsonException">It is no record of that restore.</exception>
    public static StoredRestore Read(string name, byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException("It is no object.");
        }

        if (!document.RootElement.TryGetProperty("sealed", out _))
        {
            var report = document.Deserialize<RestoreReport>(CatalogJson.Readable)!;
            return new(RestoreOverview.Of(report, isEncrypted: false), report, Sealed: null);
        }

        var record = document.Deserialize<SealedRestore>(CatalogJson.Readable)!;
        return record.Name == name && record is { Scheme: SealedManifestFile.Scheme, Sealed: not null, Counts: not null, Backup: not null }
            && record.Envelope == ArchiveLayout.RestoreKeyEnvelope(name)
            ? new(record.ToOverview(), Plain: null, record)
            : throw new JsonException("It is not what this version of workflows writes.");
    }

    /// <exception cref="InvalidDataException">It, or what stands beside it in the clear, is not what was written.</exception>
    public static RestoreReport Unseal(SealedRestore record, BackupKey key)
    {
        var plain = SaltedPiece.Open(
            key, salt => PieceLabel.RestoreRecord(ArchiveLayout.RestoreRecord(record.Name), salt), record.Sealed);
        var report = JsonSerializer.Deserialize<RestoreReport>(plain, CatalogJson.Readable)!;
        return RestoreOverview.Of(report, isEncrypted: true) == record.ToOverview()
            ? report
            : throw new InvalidDataException("what it says without a key is not what it says with it");
    }
}

/// <summary>A record that was read: with the report where it is in the clear, else sealed.</summary>
internal sealed record StoredRestore(RestoreOverview Overview, RestoreReport? Plain, SealedRestore? Sealed);
