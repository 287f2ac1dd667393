using System.Text.Json.Nodes;
using Workflows.Archive.Catalog;

namespace Workflows.Api.Documents;

/// <param name="Kind">As in the file: <c>BackupPlan</c>.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Action">What became of it.</param>
public sealed record AppliedResourceDocument(string Kind, string Name, ResourceAction Action)
{
    public static AppliedResourceDocument Of(ResourceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change.Declared.Kind.Name, change.Declared.Resource.Name, change.Action);
    }
}

/// <summary>The resources of a kind.</summary>
/// <param name="Store">The store that was looked into.</param>
/// <param name="Kind">As in a file: <c>BackupPlan</c>.</param>
/// <param name="Items">Each as it can be applied again.</param>
public sealed record ResourceListDocument(string Store, string Kind, IReadOnlyList<JsonObject> Items)
{
    /// <summary>Those that can't be read; absent for none.</summary>
    public IReadOnlyList<UnreadableResourceDocument>? Unreadable { get; init; }

    /// <summary>All of a kind.</summary>
    /// <param name="store">The store's address.</param>
    /// <param name="kind">As in a file.</param>
    /// <param name="listed">What the catalog lists.</param>
    public static ResourceListDocument Of(string store, string kind, IReadOnlyList<ListedResource> listed)
    {
        UnreadableResourceDocument[] unreadable =
        [
            .. from entry in listed where entry.Problem is not null select new UnreadableResourceDocument(entry.Name, entry.Problem!.Message),
        ];
        return new ResourceListDocument(store, kind, [.. listed.Select(entry => entry.Resource).OfType<StoredResource>().Select(each => each.Document())])
        {
            Unreadable = unreadable.Length == 0 ? null : unreadable,
        };
    }
}

public sealed record UnreadableResourceDocument(string Name, string Message);

/// <summary>A declared resource with all that is known of it.</summary>
public sealed record ResourceDescriptionDocument
{
    public required string Store { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required Guid Uid { get; init; }

    /// <summary>How often it was written, from 1.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What refers to it: <c>schedule/often</c>.</summary>
    public required IReadOnlyList<string> UsedBy { get; init; }

    /// <summary>The resource as it can be applied again.</summary>
    public required JsonObject Resource { get; init; }

    /// <summary>Describes a resource.</summary>
    /// <param name="store">The store's address.</param>
    /// <param name="found">The resource.</param>
    /// <param name="usedBy">What refers to it.</param>
    public static ResourceDescriptionDocument Of(string store, StoredResource found, IReadOnlyList<string> usedBy)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new()
        {
            Store = store,
            Kind = found.Kind.Name,
            Name = found.Name,
            Uid = found.Uid,
            Generation = found.Generation,
            CreatedAt = found.CreatedAt,
            UpdatedAt = found.UpdatedAt,
            UsedBy = usedBy,
            Resource = found.Document(),
        };
    }
}

public sealed record ResourceDeletionDocument(string Kind, string Name);
