using System.Collections.Frozen;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>What a restore makes otherwise of claims than they were. Names are those of the backup.</summary>
public sealed record ClaimChanges
{
    public static ClaimChanges None { get; } = new();

    /// <summary>From a storage class of the backup to one of the cluster; what is not named keeps its own.</summary>
    public IReadOnlyDictionary<string, string> StorageClasses { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>How much storage claims ask for, as Kubernetes writes it, by <c>namespace/name</c>.</summary>
    public IReadOnlyDictionary<string, string> Sizes { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The one claim that is restored, and nothing else; null for a restore of what the selection takes.</summary>
    public ClaimCopy? Copy { get; init; }

    /// <summary>The class that an archived one becomes.</summary>
    public string MapClass(string archived) => StorageClasses.GetValueOrDefault(archived, archived);

    /// <summary>What an archived claim is called in the cluster.</summary>
    /// <param name="archived">The claim in the backup.</param>
    /// <param name="ns">The namespace that its own becomes.</param>
    public ClaimName Rename(ClaimName archived, string ns)
    {
        ArgumentNullException.ThrowIfNull(archived);
        return archived == Copy?.From ? Copy.Into : new(ns, archived.Name);
    }
}
