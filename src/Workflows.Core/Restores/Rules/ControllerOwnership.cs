using System.Collections.Frozen;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Which objects are left to their controller if that controller is restored as well. The controller makes them anew
/// from its own specification; restored beside it they would be strangers to it (a uid is never the same again), and
/// the garbage collector or the controller would fight over them.
/// </summary>
public static class ControllerOwnership
{
    private static readonly FrozenSet<GroupResource> CarriersOfData = FrozenSet.ToFrozenSet(
    [
        KnownResources.Secrets,
        KnownResources.ConfigMaps,
        KnownResources.PersistentVolumeClaims,
        KnownResources.PersistentVolumes,
    ]);

    /// <summary>
    /// Whether an object is left to the controller that owns it (the owner reference with <c>controller: true</c>).
    /// Whether that owner is restored too is for the caller to know.
    /// </summary>
    /// <remarks>
    /// What carries data is restored without its owner references: a controller can make another secret, but not the
    /// one whose password the database in the backup knows, and a leftover can be deleted where a loss can't be
    /// undone. One exception: the claim of a pod's ephemeral volume. Its data ends with the pod by definition, and
    /// the pod that comes refuses a claim that it does not own.
    /// </remarks>
    public static bool IsLeftToController(GroupResource resource, ControllerOwner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (resource == KnownResources.PersistentVolumeClaims && owner is { Kind: "Pod", ApiVersion: "v1" })
        {
            return true;
        }

        return !CarriersOfData.Contains(resource);
    }
}
