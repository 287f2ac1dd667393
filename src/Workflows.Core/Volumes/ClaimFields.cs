using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes;

/// <summary>What a PersistentVolumeClaim says, in the several places where it may.</summary>
public static class ClaimFields
{
    /// <summary>Where a class stood before there was a field for it. It still counts, and before the field.</summary>
    public const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    /// <summary>
    /// Its storage class, or that of a volume, which says it in the same places: empty for no provisioning, null where it
    /// says none and gets the cluster's default.
    /// </summary>
    public static string? ClassOf(JsonObject claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Annotation(ClassAnnotation) ?? claim.Map("spec").Text("storageClassName");
    }

    /// <summary>The name of the volume that it is bound to, or wants to be; null where it says none.</summary>
    public static string? VolumeOf(JsonObject claim) => claim.Map("spec").Text("volumeName");

    /// <summary>How much storage it asks for, as written; null where it does not say.</summary>
    public static string? RequestOf(JsonObject claim) =>
        claim.Map("spec").Map("resources").Map("requests").Text("storage");
}
