using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Manifests;

/// <summary>
/// A record as bytes: digested JSON. That of an encrypted backup has <c>"sealed": "…"</c> as its last member before the
/// digest: what names something of the volume, and the hash of every byte before it.
/// </summary>
internal static class VolumeRecordFile
{
    private static readonly byte[] SealedStart = Encoding.ASCII.GetBytes(",\n  \"sealed\": \"");

    /// <param name="record">The record.</param>
    /// <param name="key">The volume's key; null for a backup in the clear.</param>
    public static byte[] Serialize(VolumeRecord record, VolumeKey? key)
    {
        if (key is null)
        {
            return DigestedJson.Close(JsonSerializer.Serialize(record, ArchiveJson.Manifest));
        }

        var json = JsonSerializer.Serialize(record with { Source = "", Problems = [], Notes = [] }, ArchiveJson.Manifest);
        var head = Encoding.UTF8.GetBytes(json[..^"\n}".Length]);
        var secret = JsonSerializer.SerializeToUtf8Bytes(
            new SealedRecord(Hash(head), record.Source, record.Problems, record.Notes), ArchiveJson.Line);
        var content = Convert.ToBase64String(key.Seal(VolumeLayout.Record(record.Name), secret));
        return DigestedJson.CloseOpen([.. head, .. SealedStart, .. Encoding.ASCII.GetBytes(content), (byte)'"']);
    }

    /// <summary>Reads what can be read without a key.</summary>
    /// <exception cref="VolumeDamagedException">It is not what was written.</exception>
    /// <exception cref="WorkflowsException">It is of a newer format.</exception>
    public static VolumeRecord Read(string name, ReadOnlySpan<byte> content)
    {
        if (DigestedJson.Fault(content) is { } fault)
        {
            throw Damaged(name, fault);
        }

        try
        {
            var record = Require(name, JsonSerializer.Deserialize<VolumeRecord>(content, ArchiveJson.Manifest));
            return record.Encryption is null ? record : record with { SealedPart = ReadSealed(name, DigestedJson.Open(content)) };
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            throw Damaged(name, "it is no record", malformed);
        }
    }

    /// <summary>The whole record of an encrypted backup.</summary>
    /// <exception cref="VolumeDamagedException">It is not what was sealed.</exception>
    public static VolumeRecord Unlock(VolumeRecord record, VolumeKey key)
    {
        if (record.SealedPart is not { } part)
        {
            return record;
        }

        try
        {
            var secret = JsonSerializer.Deserialize<SealedRecord>(
                key.Open(VolumeLayout.Record(record.Name), part.Sealed), ArchiveJson.Line);
            return secret is not null && secret.Head == part.Head
                ? record with { SealedPart = null, Source = secret.Source, Problems = secret.Problems, Notes = secret.Notes }
                : throw Damaged(record.Name, "what it says without a key is not what was written");
        }
        catch (Exception changed) when (changed is InvalidDataException or JsonException)
        {
            throw Damaged(record.Name, $"what is sealed in it: {changed.Message}", changed);
        }
    }

    private static SealedRecordPart ReadSealed(string name, ReadOnlySpan<byte> open)
    {
        var start = open.LastIndexOf(SealedStart);
        return start >= 0 && open[^1] == '"'
            ? new(Hash(open[..start]), Convert.FromBase64String(Encoding.ASCII.GetString(open[(start + SealedStart.Length)..^1])))
            : throw Damaged(name, "nothing is sealed in it");
    }

    private static VolumeRecord Require(string name, VolumeRecord? record) => record switch
    {
        { Format: > VolumeRecord.CurrentFormat } => throw new WorkflowsException(
            ErrorKind.Failed,
            $"The volume backup \"{name}\" has format {record.Format}; this program reads up to {VolumeRecord.CurrentFormat}."),
        { Encryption: { Scheme: not VolumeEncryption.CurrentScheme } other } => throw new WorkflowsException(
            ErrorKind.Failed, $"The volume backup \"{name}\" is encrypted by '{other.Scheme}', which this program does not know."),
        { Name: var own } when own == name && IsSound(record) => record,
        { Name: var own } when own == name => throw Damaged(name, "it names what can't be"),
        _ => throw Damaged(name, "it is the record of another backup"),
    };

    /// <summary>Whoever made the record may mean harm: sizes are what this program would write.</summary>
    internal static bool IsSound(VolumeRecord record) =>
        StorePath.IsSegment(record.Volume)
        && (record.Container is null || StorePath.IsSegment(record.Container))
        && (record.Encryption is null || record.Encryption.Envelope == VolumeKeys.EnvelopeOf(record.Volume))
        && record.Tree.Length >= 0
        && record.Packs.All(pack => pack is { Length: > 0 } && StorePath.IsSegment(pack.Name))
        && record.Packs.All(pack => record.ContentLengthOf(pack) is > 0 and <= PackWriter.TargetLength)
        && record.Problems.All(problem => problem is not null)
        && record.Notes.All(note => note is not null);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static VolumeDamagedException Damaged(string name, string what, Exception? inner = null) =>
        new(name, VolumeLayout.Record(name), what, inner);
}
