using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Placing;

/// <summary>
/// Decides where the mover of a claim runs. A volume that one node only may use (ReadWriteOnce) is moved on the node
/// whose pod mounts it; one that nobody mounts, or that many nodes may use, wherever the scheduler puts it: it knows
/// the volume's own bounds, and a class that waits for its first consumer gets one.
/// </summary>
public static class PlacementRule
{
    private static readonly string[] ManyNodes = ["ReadWriteMany", "ReadOnlyMany"];

    /// <summary>Where the mover of a backup runs.</summary>
    /// <param name="claim">The PersistentVolumeClaim as it is.</param>
    /// <param name="pods">The pods of its namespace.</param>
    public static Placement ForBackup(JsonObject claim, IReadOnlyList<JsonObject> pods)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(pods);
        if (RefuseForm(claim) is { } refusal)
        {
            return refusal;
        }

        if (RefuseUnbound(claim) is { } unfit)
        {
            return unfit;
        }

        var users = UsersOf(claim, pods);
        var modes = Modes(claim);
        if (modes.Contains("ReadWriteOncePod", StringComparer.Ordinal) && users.Length > 0)
        {
            return Placement.Refuse(
                $"Its access mode is ReadWriteOncePod and pod {users[0].Name()} has it: no other pod may read it, which "
                + "needs a snapshot.");
        }

        return modes.Intersect(ManyNodes, StringComparer.Ordinal).Any() ? Placement.Anywhere : BesideItsPods(users);
    }

    /// <summary>Whether a claim's snapshot can be taken, whoever uses the claim.</summary>
    /// <param name="claim">The PersistentVolumeClaim as it is.</param>
    /// <param name="isMoved">Whether its files are then to be read.</param>
    public static Placement ForSnapshot(JsonObject claim, bool isMoved)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return (isMoved ? RefuseForm(claim) : RefuseDeleted(claim)) ?? RefuseUnbound(claim) ?? Placement.Anywhere;
    }

    /// <summary>Where the mover runs that reads a claim which was made for it, and which a pod may have to bind first.</summary>
    /// <param name="clone">The PersistentVolumeClaim.</param>
    public static Placement ForClone(JsonObject clone)
    {
        ArgumentNullException.ThrowIfNull(clone);
        return RefuseForm(clone) ?? Placement.Anywhere;
    }

    /// <summary>Where the mover of a restore runs: the claim is new, and nobody uses it yet.</summary>
    /// <param name="claim">The PersistentVolumeClaim that the restore created.</param>
    /// <param name="pods">The pods of its namespace.</param>
    public static Placement ForRestore(JsonObject claim, IReadOnlyList<JsonObject> pods)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(pods);
        return RefuseForm(claim)
            ?? (pods.FirstOrDefault(pod => IsAtWork(pod) && VolumesOf(pod, claim.Name()).Any()) is { } user
                ? Placement.Refuse($"Pod {user.Name()} uses the claim already: what it wrote would be written over.")
                : Placement.Anywhere);
    }

    /// <summary>Why a node can't run a mover; null where it can.</summary>
    /// <param name="node">The Node that the claim must be moved on.</param>
    public static string? WhyNotOn(JsonObject node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Label("kubernetes.io/os") is { } os && os != "linux"
            ? $"Its pod runs on node {node.Name()}, whose system is {os}: movers run on Linux only."
            : null;
    }

    private static Placement? RefuseForm(JsonObject claim) =>
        claim.Map("spec").Text("volumeMode") == "Block"
            ? Placement.Refuse("Its volume mode is Block: there are no files to move. It needs a snapshot.")
            : RefuseDeleted(claim);

    private static Placement? RefuseDeleted(JsonObject claim) =>
        claim.Map("metadata").Text("deletionTimestamp") is not null ? Placement.Refuse("It is being deleted.") : null;

    private static Placement? RefuseUnbound(JsonObject claim) => claim.Map("status").Text("phase") != "Bound"
        ? Placement.Refuse("It is not bound to a volume: there is no data yet.")
        : null;

    private static JsonObject[] UsersOf(JsonObject claim, IReadOnlyList<JsonObject> pods) =>
        [.. pods.Where(pod => IsAtWork(pod) && VolumesOf(pod, claim.Name()).Any())];

    private static IEnumerable<string> Modes(JsonObject claim) =>
        claim.Map("spec").List("accessModes")?.Select(mode => mode.AsText()).OfType<string>() ?? [];

    /// <summary>While a pod is moved to another node both may name the claim: the one that runs has it mounted.</summary>
    private static Placement BesideItsPods(IReadOnlyList<JsonObject> users)
    {
        var node = users
            .Where(pod => pod.Map("spec").Text("nodeName") is { Length: > 0 })
            .OrderByDescending(pod => pod.Map("status").Text("phase") == "Running")
            .ThenBy(pod => pod.Map("metadata").Text("deletionTimestamp") is not null)
            .ThenBy(pod => pod.Name(), StringComparer.Ordinal)
            .Select(pod => pod.Map("spec").Text("nodeName"))
            .FirstOrDefault();
        return node is null ? Placement.Anywhere : Placement.On(node);
    }

    /// <summary>A pod that has ended mounts nothing, and a mover is no user.</summary>
    internal static bool IsAtWork(JsonObject pod) =>
        pod.Map("status").Text("phase") is not ("Succeeded" or "Failed")
        && pod.Label(MoverLabels.App) != MoverLabels.AppValue;

    /// <summary>The names by which a pod mounts a claim.</summary>
    internal static IEnumerable<string> VolumesOf(JsonObject pod, string? claim) =>
        ClaimsOf(pod).Where(mount => mount.Claim == claim).Select(mount => mount.Volume);

    /// <summary>The claims that a pod mounts; a volume of its own (<c>ephemeral</c>) is a claim named after both.</summary>
    internal static IEnumerable<(string Volume, string Claim)> ClaimsOf(JsonObject pod) =>
        from volume in pod.Map("spec").List("volumes").Maps()
        let name = volume.Text("name")
        let claim = volume.Map("persistentVolumeClaim").Text("claimName")
            ?? (volume.Map("ephemeral") is not null ? $"{pod.Name()}-{name}" : null)
        where name is not null && claim is not null
        select (name, claim);
}
