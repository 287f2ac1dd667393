namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Puts parts into groups, one sub-orchestration each, so that a group's plan and its results stay below the 45 KB
/// that a history entry may hold.
/// </summary>
public static class PartGroups
{
    /// <summary>A captured part's record is about 500 bytes.</summary>
    public const int MaxParts = 64;

    /// <summary>A slice is about 150 bytes.</summary>
    public const int MaxSlices = 200;

    /// <summary>Cuts the parts, in order, into groups.</summary>
    public static IReadOnlyList<IReadOnlyList<CapturePart>> Of(IReadOnlyList<CapturePart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var groups = new List<IReadOnlyList<CapturePart>>();
        var group = new List<CapturePart>();
        var slices = 0;
        foreach (var part in parts)
        {
            if (group.Count > 0 && (group.Count == MaxParts || slices + part.Slices.Count > MaxSlices))
            {
                groups.Add(group);
                group = [];
                slices = 0;
            }

            group.Add(part);
            slices += part.Slices.Count;
        }

        if (group.Count > 0)
        {
            groups.Add(group);
        }

        return groups;
    }
}
