namespace Workflows.Cli.Output.Documents;

/// <summary><c>restore describe</c>.</summary>
internal sealed record RestoreDescriptionDocument
{
    public required RestoreDocument Restore { get; init; }

    public required string Store { get; init; }

    public required Guid BackupUid { get; init; }

    /// <summary>The <c>gitVersion</c> of the cluster restored to.</summary>
    public required string ServerVersion { get; init; }

    public required SelectionDocument Selection { get; init; }

    public required IReadOnlyDictionary<string, string> NamespaceMappings { get; init; }

    /// <summary><c>Skip</c> or <c>Update</c>.</summary>
    public required Core.Restores.ConflictMode Conflict { get; init; }

    public required bool PreserveNodePorts { get; init; }

    public required IReadOnlyList<ProblemDocument> Problems { get; init; }

    /// <summary>What became of each object: those with a reason, or with <c>--details</c> all.</summary>
    public required IReadOnlyList<OutcomeDocument> Objects { get; init; }
}
