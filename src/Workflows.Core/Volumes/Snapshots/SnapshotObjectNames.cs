using System.Security.Cryptography;
using System.Text;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>
/// Names of what snapshots take in a cluster. They follow from run and claim, so that whoever looks again finds what an
/// earlier attempt made.
/// </summary>
public static class SnapshotObjectNames
{
    private const int NameDigits = 12;

    /// <summary>A claim's VolumeSnapshot in a run; of a restore, its VolumeSnapshotContent too.</summary>
    /// <param name="run">The identity of the backup or restore that it is for.</param>
    /// <param name="claim">The claim that is backed up, or that the restore creates.</param>
    public static string Snapshot(Guid run, ClaimName claim) => $"workflows-snapshot-{Digits($"{run:N}\n{claim}")}";

    /// <summary>The VolumeGroupSnapshot of a group of claims in a run.</summary>
    /// <param name="run">The identity of the backup that it is for.</param>
    /// <param name="ns">The namespace of the group.</param>
    /// <param name="label">What the group's claims are labelled with.</param>
    /// <param name="value">The label's value, which names the group.</param>
    public static string Group(Guid run, string ns, string label, string value) =>
        $"workflows-group-{Digits($"{run:N}\n{ns}\n{label}={value}")}";

    /// <summary>The claim that is made of a claim's snapshot, for a mover to read.</summary>
    public static string Clone(Guid run, ClaimName claim) => $"workflows-clone-{Digits($"{run:N}\n{claim}")}";

    /// <summary>The VolumeSnapshotContent by which a snapshot is deleted whose own is not in the cluster any more.</summary>
    public static string Removal(string driver, string handle) => $"workflows-removal-{Digits($"{driver}\n{handle}")}";

    private static string Digits(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..NameDigits];
}
