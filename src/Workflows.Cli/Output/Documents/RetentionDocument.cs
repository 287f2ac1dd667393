namespace Workflows.Cli.Output.Documents;

/// <summary>What retention did, or would do.</summary>
internal sealed record RetentionDocument(string Store, bool DryRun, IReadOnlyList<PlanRetentionDocument> Plans);

/// <param name="Plan">The plan.</param>
/// <param name="Deleted">How many backups went, or would go.</param>
/// <param name="Kept">How many stay.</param>
internal sealed record PlanRetentionDocument(string Plan, int Deleted, int Kept)
{
    /// <summary>Each backup, the oldest first; in a dry run alone.</summary>
    public IReadOnlyList<RetainedBackupDocument>? Backups { get; init; }

    /// <summary>The first hundred that went; absent in a dry run.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The first twenty that should go and are still there; absent in a dry run.</summary>
    public IReadOnlyList<NotDeletedDocument>? NotDeleted { get; init; }

    /// <summary>The first twenty that are locked or held and that the store does not keep itself yet; absent for none.</summary>
    public IReadOnlyList<NotDeletedDocument>? NotLocked { get; init; }
}

/// <param name="Reason">Why it stays or goes: the end of a sentence that begins with its name.</param>
internal sealed record RetainedBackupDocument(string Name, DateTimeOffset CreatedAt, bool Keep, string Reason);

internal sealed record NotDeletedDocument(string Name, string Reason);
