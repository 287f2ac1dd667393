using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>Which storage driver a volume is of.</summary>
public static class VolumeDriver
{
    private const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";

    /// <param name="volume">The PersistentVolume.</param>
    /// <returns>
    /// The CSI driver, or else whoever provisioned the volume: what serves snapshots of it has classes of that name, if
    /// anything does. Null for a volume that somebody made by hand of storage without a driver.
    /// </returns>
    public static string? Of(JsonObject volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return volume.Map("spec").Map("csi").Text("driver") ?? volume.Annotation(ProvisionedBy);
    }
}
