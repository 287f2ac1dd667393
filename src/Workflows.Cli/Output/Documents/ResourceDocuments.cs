using Workflows.Archive.Catalog;

namespace Workflows.Cli.Output.Documents;

/// <summary>What became of resources that were applied.</summary>
internal sealed record AppliedDocument(string Store, bool DryRun, IReadOnlyList<AppliedResourceDocument> Resources);

/// <summary>What applying resources would change.</summary>
internal sealed record DiffDocument(string Store, bool Different, IReadOnlyList<ResourceDifferenceDocument> Resources);

/// <param name="Fields">What differs; all fields of one that would be created.</param>
internal sealed record ResourceDifferenceDocument(
    string Kind, string Name, ResourceAction Action, IReadOnlyList<FieldDifferenceDocument> Fields);

/// <param name="Field">The field, as in <c>spec.retention.keepDaily</c>.</param>
/// <param name="Before">What is there; absent where it is not.</param>
/// <param name="After">What is to be there; absent where it is not.</param>
internal sealed record FieldDifferenceDocument(string Field, string? Before, string? After);
