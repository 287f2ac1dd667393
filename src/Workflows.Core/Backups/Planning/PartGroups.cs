namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Puts parts into groups, one sub-orchestration each, so that a group's plan and its results stay below the 45 KB
/// that a history entry may hold.
/// </summary>
public static class PartGroups
{
    /// <summary>A captured part's record is about 700 bytes, that of an encrypted one included; beside them stands what was asked for.</summary>
    public const int MaxParts = 48;

    /// <summary>A slice with short names is about 150 bytes.</summary>
    public const int MaxSlices = 200;

    /// <summary>
    /// How long a group's slices may be together, in bytes of JSON: an operator's kinds and a hosted platform's
    /// namespaces have names that make a slice twice as long as most. The rest of the 45 KB is the parts' own.
    /// </summary>
    private const int MaxLength = 36_000;

    /// <summary>What a slice's JSON is made of besides its names, in bytes.</summary>
    private const int SliceFrame = 140;

    /// <summary>Cuts the parts, in order, into groups.</summary>
    public static IReadOnlyList<IReadOnlyList<CapturePart>> Of(IReadOnlyList<CapturePart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var groups = new List<IReadOnlyList<CapturePart>>();
        var group = new List<CapturePart>();
        var slices = 0;
        var length = 0;
        foreach (var part in parts)
        {
            var partLength = part.Slices.Sum(LengthOf);
            var isFull = group.Count == MaxParts
                || slices + part.Slices.Count > MaxSlices
                || length + partLength > MaxLength;
            if (group.Count > 0 && isFull)
            {
                groups.Add(group);
                group = [];
                slices = 0;
                length = 0;
            }

            group.Add(part);
            slices += part.Slices.Count;
            length += partLength;
        }

        if (group.Count > 0)
        {
            groups.Add(group);
        }

        return groups;
    }

    private static int LengthOf(CaptureSlice slice) =>
        SliceFrame
        + slice.Group.Length
        + slice.Version.Length
        + slice.Plural.Length
        + slice.Kind.Length
        + (slice.Namespace?.Length ?? 0);
}
