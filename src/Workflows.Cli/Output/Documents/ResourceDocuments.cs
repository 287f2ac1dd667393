using System.Text.Json.Nodes;
using Workflows.Archive.Catalog;

namespace Workflows.Cli.Output.Documents;

/// <summary>What became of resources that were applied.</summary>
internal sealed record AppliedDocument(string Store, bool DryRun, IReadOnlyList<AppliedResourceDocument> Resources);

/// <param name="Kind">As in the file: <c>BackupPlan</c>.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Action">What became of it.</param>
internal sealed record AppliedResourceDocument(string Kind, string Name, ResourceAction Action)
{
    public static AppliedResourceDocument Of(ResourceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change.Declared.Kind.Name, change.Declared.Resource.Name, change.Action);
    }
}

/// <summary>The resources of a kind.</summary>
/// <param name="Items">Each as it can be applied again.</param>
internal sealed record ResourceListDocument(string Store, string Kind, IReadOnlyList<JsonObject> Items)
{
    /// <summary>Those that can't be read; absent for none.</summary>
    public IReadOnlyList<UnreadableResourceDocument>? Unreadable { get; init; }
}

internal sealed record UnreadableResourceDocument(string Name, string Message);

internal sealed record ResourceDescriptionDocument
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
}

internal sealed record ResourceDeletionDocument(string Kind, string Name);

/// <summary>What applying resources would change.</summary>
internal sealed record DiffDocument(string Store, bool Different, IReadOnlyList<ResourceDifferenceDocument> Resources);

/// <param name="Fields">What differs; all fields of one that would be created.</param>
internal sealed record ResourceDifferenceDocument(
    string Kind, string Name, ResourceAction Action, IReadOnlyList<FieldDifferenceDocument> Fields);

/// <param name="Field">The field, as in <c>spec.retention.keepDaily</c>.</param>
/// <param name="Before">What is there; absent where it is not.</param>
/// <param name="After">What is to be there; absent where it is not.</param>
internal sealed record FieldDifferenceDocument(string Field, string? Before, string? After);
