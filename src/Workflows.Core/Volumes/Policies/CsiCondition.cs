using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Policies;

/// <summary>Volumes of CSI drivers.</summary>
/// <param name="Driver">The driver's name; null for any.</param>
/// <param name="VolumeAttributes">What the volume's attributes must be, one by one.</param>
public sealed record CsiCondition(string? Driver, IReadOnlyDictionary<string, string> VolumeAttributes)
{
    /// <param name="volume">The PersistentVolume.</param>
    public bool Matches(JsonObject? volume) =>
        volume.Map("spec").Map("csi") is { } csi
        && (Driver is null || csi.Text("driver") == Driver)
        && VolumeAttributes.All(wanted => csi.Map("volumeAttributes").Text(wanted.Key) == wanted.Value);
}
