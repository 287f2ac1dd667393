using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>Which PersistentVolumes are restored as they are, and what a volume beside its original is called.</summary>
public static class PersistentVolumeReuse
{
    private const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";
    private const string CreatedBy = "kubernetes.io/createdby";

    /// <summary>
    /// Whether the volume's storage outlives its claim, so that restoring the volume finds its data: somebody made
    /// the volume by hand, or its reclaim policy keeps the storage. A volume that was provisioned for a claim and is
    /// deleted with it is provisioned anew for the restored claim.
    /// </summary>
    public static bool IsReusable(JsonObject persistentVolume)
    {
        ArgumentNullException.ThrowIfNull(persistentVolume);
        var provisioned = persistentVolume.HasAnnotation(ProvisionedBy) || persistentVolume.HasAnnotation(CreatedBy);
        return !provisioned || persistentVolume.Map("spec").Text("persistentVolumeReclaimPolicy") != "Delete";
    }

    /// <summary>
    /// The name of a volume that is restored beside its original, with Velero's prefix. It follows from the two
    /// names alone, so that a repeated restore meets its own volume and makes no second one.
    /// </summary>
    public static string CloneName(string persistentVolume, string restore)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{restore}\n{persistentVolume}"));
        return $"velero-clone-{new Guid(hash.AsSpan(0, 16), bigEndian: true):D}";
    }
}
