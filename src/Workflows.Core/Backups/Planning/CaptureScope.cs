using Workflows.Core.Resources;

namespace Workflows.Core.Backups.Planning;

/// <summary>
/// Which of the objects that a list gives belong to the backup: what the namespaces of the cluster and the relations
/// between objects come to, worked out once and read by every part.
/// </summary>
public sealed record CaptureScope
{
    /// <summary>Whether all namespaces are selected but those in <see cref="Namespaces"/>.</summary>
    public required bool AllNamespacesExcept { get; init; }

    /// <summary>The namespaces selected; or, with <see cref="AllNamespacesExcept"/>, those that are not.</summary>
    public required HashSet<string> Namespaces { get; init; }

    /// <summary>For kinds captured by name only (<c>plural.group</c>), the names.</summary>
    public required IReadOnlyDictionary<string, HashSet<string>> Names { get; init; }

    public bool IncludesNamespace(string name) => Namespaces.Contains(name) != AllNamespacesExcept;

    /// <summary>Whether an object of a slice lies in the scope; its labels are another question.</summary>
    public bool Includes(CaptureSlice slice, string? ns, string name)
    {
        ArgumentNullException.ThrowIfNull(slice);
        if (slice.NamedOnly)
        {
            return Names.TryGetValue(new GroupResource(slice.Plural, slice.Group).ToString(), out var names)
                && names.Contains(name);
        }

        if (slice is { Plural: "namespaces", Group: "" })
        {
            return IncludesNamespace(name);
        }

        return !slice.Namespaced || (ns is not null && IncludesNamespace(ns));
    }
}
