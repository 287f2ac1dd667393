using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Frames;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Stores;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// The record of a restore as bytes: the report and where its outcomes lie, or with a key what may be told of it and
/// all of that sealed.
/// </summary>
internal static class RestoreRecordFile
{
    private const string Outcomes = "outcomes";

    /// <param name="report">How the restore went.</param>
    /// <param name="outcomes">Where it lies what became of each object.</param>
    /// <param name="owner">Where the key lies, wrapped; null for a record in the clear.</param>
    /// <param name="key">The key.</param>
    public static byte[] Serialize(RestoreReport report, string outcomes, EnvelopeOwner? owner, BackupKey? key)
    {
        var node = JsonSerializer.SerializeToNode(report, ArchiveJson.Record)!.AsObject();
        node[Outcomes] = outcomes;
        var plain = JsonSerializer.SerializeToUtf8Bytes(node, ArchiveJson.Record);
        return owner is null || key is null ? plain : JsonSerializer.SerializeToUtf8Bytes(
            SealedRestore.Of(
                RestoreOverview.Of(report, isEncrypted: true),
                outcomes,
                SealedManifestFile.Scheme,
                owner.Path,
                SaltedPiece.Seal(key, salt => PieceLabel.RestoreRecord(owner.Record!, salt), plain)),
            ArchiveJson.Record);
    }

    /// <exception cref="JsonException">It is no record of that restore.</exception>
    public static StoredRestore Read(string name, byte[] bytes)
    {
        var root = Parse(bytes);
        var outcomes = root[Outcomes] is JsonValue value && value.TryGetValue<string>(out var path) ? path : null;
        var folder = ArchiveLayout.RestoreOutcomesFolder(name);
        var known = outcomes?.StartsWith(folder, StringComparison.Ordinal) is true
            && StorePath.IsSegment(outcomes.AsSpan(folder.Length));
        if (known
            && !root.ContainsKey("sealed")
            && root.Deserialize<RestoreReport>(ArchiveJson.Record) is
                { Backup: not null, Counts: not null, Spec: not null, Problems: not null } report
            && report.Name == name
            && report.Problems.All(problem => problem is not null))
        {
            return new(RestoreOverview.Of(report, isEncrypted: false), outcomes!, report, Sealed: null, Envelope: null);
        }

        return known
            && root.Deserialize<SealedRestore>(ArchiveJson.Record) is
                { Scheme: SealedManifestFile.Scheme, Sealed: not null, Counts: not null, Backup: not null, Envelope: not null } record
            && record.Name == name
            && EnvelopeOwner.Recorded(name, record.Envelope) is { } owner
                ? new(record.ToOverview(), outcomes!, Plain: null, record, owner)
                : throw new JsonException("It is not what this version of workflows writes.");
    }

    /// <exception cref="InvalidDataException">It, or what stands beside it in the clear, is not what was written.</exception>
    public static RestoreReport Unseal(SealedRestore record, BackupKey key)
    {
        var plain = Parse(SaltedPiece.Open(
            key, salt => PieceLabel.RestoreRecord(ArchiveLayout.RestoreRecord(record.Name), salt), record.Sealed));
        var report = plain.Deserialize<RestoreReport>(ArchiveJson.Record)!;
        return RestoreOverview.Of(report, isEncrypted: true) == record.ToOverview() && (string?)plain[Outcomes] == record.Outcomes
            ? report
            : throw new InvalidDataException("what it says without a key is not what it says with it");
    }

    private static JsonObject Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new JsonException("It is no object.");
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("It has a value of another type than it should.", error);
        }
    }
}

/// <summary>A record that was read: with the report where it is in the clear, else sealed.</summary>
internal sealed record StoredRestore(
    RestoreOverview Overview, string Outcomes, RestoreReport? Plain, SealedRestore? Sealed, EnvelopeOwner? Envelope);
