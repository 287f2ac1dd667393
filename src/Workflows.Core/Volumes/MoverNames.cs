using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Core.Volumes;

/// <summary>
/// Names that follow from what is moved, and from nothing else: whoever looks again finds what an earlier attempt made.
/// </summary>
public static class MoverNames
{
    private const int JobDigits = 12;

    private const int VolumeDigits = 20;

    private const string VolumeStart = "claim-";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The Job that moves a claim in a run; one for both, whoever asks.</summary>
    /// <param name="run">The identity of the backup or restore that it is for.</param>
    /// <param name="claim">The claim.</param>
    public static string Job(Guid run, ClaimName claim) => $"workflows-mover-{Digits($"{run:N}\n{claim}", JobDigits)}";

    /// <summary>
    /// A claim's backup in the catalogue of volume backups. It tells the backup that it belongs to and nothing of the
    /// claim, since an encrypted backup does not tell what it holds.
    /// </summary>
    /// <param name="backup">The backup's name.</param>
    /// <param name="run">The backup's identity.</param>
    /// <param name="claim">The claim.</param>
    public static string Record(string backup, Guid run, ClaimName claim) =>
        $"{backup}.{Digits($"{run:N}\n{claim}", JobDigits)}";

    /// <summary>Whether a name is one that <see cref="Record"/> makes for this backup.</summary>
    public static bool IsRecordOf(string backup, string record)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return BackupOf(record) == backup;
    }

    /// <summary>The backup that a record belongs to; null for a name that <see cref="Record"/> does not make.</summary>
    public static string? BackupOf(string record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var dot = record.Length - JobDigits - 1;
        return dot > 0 && record[dot] == '.' && record.AsSpan(dot + 1).IndexOfAnyExcept(HexDigits) < 0 ? record[..dot] : null;
    }

    /// <summary>
    /// What the backups of one claim share: its container and its folder in the store. It follows from the claim's
    /// uid, so that a claim that is made again under an old name is another volume.
    /// </summary>
    /// <param name="claimUid">The claim's <c>metadata.uid</c>.</param>
    public static string Volume(string claimUid) => $"{VolumeStart}{Digits(claimUid, VolumeDigits)}";

    /// <summary>Whether a name is one that <see cref="Volume"/> makes.</summary>
    public static bool IsVolume(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == VolumeStart.Length + VolumeDigits
            && name.StartsWith(VolumeStart, StringComparison.Ordinal)
            && name.AsSpan(VolumeStart.Length).IndexOfAnyExcept(HexDigits) < 0;
    }

    /// <summary>A store as labels name it: eight digits tell a cluster's few stores apart.</summary>
    public static string StoreTag(string store) => Digits(store, 8);

    private static string Digits(string text, int count) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..count];
}
