using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Tells what an earlier attempt of the same restore did to an object, so that a resumed restore reports it as an
/// uninterrupted one would.
/// <para>
/// The rule: an object that carries the label of this restore is its own. Creates and updates are sent under two field
/// managers, and the server keeps for each field which manager last gave it its value: whoever owns the restore's
/// label tells whether the object was created with it or got it later. No clock is compared. Where a server keeps no
/// managers, the object counts as created.
/// </para>
/// </summary>
public static class RestoreOrigins
{
    /// <summary>The field manager of creates.</summary>
    public const string CreateManager = "workflows";

    /// <summary>The field manager of updates and merges.</summary>
    public const string UpdateManager = "workflows-update";

    /// <param name="restored">What this restore would create, with its labels.</param>
    /// <param name="live">The object as the server has it.</param>
    public static RestoreOrigin Of(JsonObject restored, JsonObject live)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(live);
        if (restored.Label(RestoreLabels.RestoreName) is not { } ours || live.Label(RestoreLabels.RestoreName) != ours)
        {
            return RestoreOrigin.Foreign;
        }

        var updated = live.Map("metadata").List("managedFields").Maps()
            .Any(entry => entry.Text("manager") == UpdateManager && OwnsLabel(entry));
        return updated ? RestoreOrigin.Updated : RestoreOrigin.Created;
    }

    /// <summary>
    /// Whether a restore of this name surely created the object: the server must say so. For what can't be undone, such
    /// as writing into a claim's volume.
    /// </summary>
    public static bool IsSurelyCreatedBy(string restore, JsonObject live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return live.Label(RestoreLabels.RestoreName) == RestoreLabels.ValueOf(restore)
            && live.Map("metadata").List("managedFields").Maps()
                .Any(entry => entry.Text("manager") == CreateManager && OwnsLabel(entry));
    }

    private static bool OwnsLabel(JsonObject entry) =>
        entry.Map("fieldsV1").Map("f:metadata").Map("f:labels")?.ContainsKey($"f:{RestoreLabels.RestoreName}") ?? false;
}
