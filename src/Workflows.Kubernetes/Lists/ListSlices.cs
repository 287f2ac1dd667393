namespace Workflows.Kubernetes.Lists;

/// <summary>What the slicer found in a list's body.</summary>
internal sealed record ListSlices(
    string? ApiVersion,
    string ResourceVersion,
    string? Continue,
    long? RemainingItemCount,
    IReadOnlyList<ItemSlice> Items);

/// <summary>Where one item stands, and which of its type's fields it has already.</summary>
internal readonly record struct ItemSlice(int Start, int Length, bool HasApiVersion, bool HasKind, bool IsEmpty);
