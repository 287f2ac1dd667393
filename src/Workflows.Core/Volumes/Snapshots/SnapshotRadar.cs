using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>Reads off a VolumeSnapshot and its content how far a snapshot is.</summary>
public static class SnapshotRadar
{
    /// <summary>The content that a VolumeSnapshot is bound to; null while it is not.</summary>
    public static string? ContentOf(JsonObject snapshot) =>
        snapshot.Map("status").Text("boundVolumeSnapshotContentName") is { Length: > 0 } name ? name : null;

    /// <summary>
    /// The content that the snapshot controller makes for a VolumeSnapshot, by its naming: it may be there before the
    /// VolumeSnapshot says so.
    /// </summary>
    public static string ExpectedContentOf(JsonObject snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return ContentOf(snapshot) ?? $"snapcontent-{snapshot.Map("metadata").Text("uid")}";
    }

    /// <summary>
    /// Whether a content is that of a VolumeSnapshot. What a VolumeSnapshot says of itself somebody may have written who has
    /// no right to contents, of which another's may be meant.
    /// </summary>
    public static bool IsContentOf(JsonObject content, JsonObject snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var reference = content.Map("spec").Map("volumeSnapshotRef");
        return reference.Text("namespace") == snapshot.Namespace()
            && reference.Text("name") == snapshot.Name()
            && reference.Text("uid") == snapshot.Map("metadata").Text("uid");
    }

    /// <param name="snapshot">The VolumeSnapshot; null where it is not there.</param>
    /// <param name="content">The content that it is bound to; null where it is not there.</param>
    public static SnapshotSight Look(JsonObject? snapshot, JsonObject? content)
    {
        if (snapshot is null)
        {
            return new(SnapshotPhase.Gone, null, null);
        }

        var (status, stored, spec) = (snapshot.Map("status"), content.Map("status"), content.Map("spec"));
        var reason = status.Map("error").Text("message") ?? stored.Map("error").Text("message");
        if (content is null || ContentOf(snapshot) != content.Name()
            || stored.Text("snapshotHandle") is not { Length: > 0 } handle || spec.Text("driver") is not { Length: > 0 } driver)
        {
            return new(SnapshotPhase.Taking, reason, null);
        }

        if (!status.IsTrue("readyToUse"))
        {
            return new(SnapshotPhase.Cut, reason, null);
        }

        return new(SnapshotPhase.Ready, null, new(driver, handle)
        {
            Class = spec.Text("volumeSnapshotClassName"),
            Content = content.Name(),
            Bytes = Long(stored, "restoreSize") ?? StorageQuantity.TryParse(status.Text("restoreSize")) ?? 0,
            TakenAt = Time(status.Text("creationTime")) ?? Time(Long(stored, "creationTime")),
            VolumeMode = spec.Text("sourceVolumeMode"),
            Group = stored.Text("volumeGroupSnapshotHandle"),
        });
    }

    /// <summary>Of a snapshot whose VolumeSnapshot is not in the cluster any more, and whose content outlived it.</summary>
    /// <param name="content">The content.</param>
    public static SnapshotSight LookAtContent(JsonObject content) => Look(
        new()
        {
            ["status"] = new JsonObject
            {
                ["boundVolumeSnapshotContentName"] = content.Name(),
                ["readyToUse"] = content.Map("status").IsTrue("readyToUse"),
            },
        },
        content);

    private static long? Long(JsonObject? map, string name) =>
        map?[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>A content has it in nanoseconds since 1970.</summary>
    private static DateTimeOffset? Time(long? nanoseconds) =>
        nanoseconds is { } since ? DateTimeOffset.UnixEpoch.AddTicks(since / TimeSpan.NanosecondsPerTick) : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
