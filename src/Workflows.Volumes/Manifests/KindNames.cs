using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>What kinds of entries are called in a manifest.</summary>
internal static class KindNames
{
    private static readonly (EntryKind Kind, string Name)[] Names =
    [
        (EntryKind.File, "file"),
        (EntryKind.Directory, "directory"),
        (EntryKind.SymbolicLink, "link"),
        (EntryKind.Fifo, "fifo"),
        (EntryKind.Socket, "socket"),
        (EntryKind.CharacterDevice, "character-device"),
        (EntryKind.BlockDevice, "block-device"),
    ];

    public static string Of(EntryKind kind) => Names.First(pair => pair.Kind == kind).Name;

    /// <returns>Null for a name of none.</returns>
    public static EntryKind? Parse(string? name) =>
        Names.Where(pair => pair.Name == name).Select(pair => (EntryKind?)pair.Kind).FirstOrDefault();
}
