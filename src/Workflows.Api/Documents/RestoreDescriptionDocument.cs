namespace Workflows.Api.Documents;

/// <summary>
/// <c>restore describe</c>. Of a restore from an encrypted backup, most is absent without the key.
/// </summary>
public sealed record RestoreDescriptionDocument
{
    public required RestoreDocument Restore { get; init; }

    public required string Store { get; init; }

    public required Guid BackupUid { get; init; }

    /// <summary>What takes a key to read, and which one; absent where everything could be read.</summary>
    public string? KeyNeeded { get; init; }

    /// <summary>The <c>gitVersion</c> of the cluster restored to.</summary>
    public string? ServerVersion { get; init; }

    public SelectionDocument? Selection { get; init; }

    public IReadOnlyDictionary<string, string>? NamespaceMappings { get; init; }

    /// <summary>From storage classes of the backup to others; absent where none was mapped.</summary>
    public IReadOnlyDictionary<string, string>? StorageClassMappings { get; init; }

    /// <summary>What claims were to ask for instead, by <c>namespace/name</c> in the backup; absent where nothing.</summary>
    public IReadOnlyDictionary<string, string>? ClaimSizes { get; init; }

    /// <summary>The one claim that was restored, as <c>namespace/name</c> in the backup; absent where it was not one alone.</summary>
    public string? Claim { get; init; }

    /// <summary>What it became, as <c>namespace/name</c> in the cluster.</summary>
    public string? Into { get; init; }

    /// <summary><c>Skip</c> or <c>Update</c>.</summary>
    public Core.Restores.ConflictMode? Conflict { get; init; }

    public bool? PreserveNodePorts { get; init; }

    /// <summary>The claims whose data was to be restored; absent where none was.</summary>
    public IReadOnlyList<ArchivedVolumeDocument>? Volumes { get; init; }

    /// <summary>What became of the hooks; absent where there were none.</summary>
    public IReadOnlyList<HookDocument>? Hooks { get; init; }

    public IReadOnlyList<ProblemDocument>? Problems { get; init; }

    /// <summary>What became of each object: those with a reason, or with <c>--details</c> all.</summary>
    public IReadOnlyList<OutcomeDocument>? Objects { get; init; }
}
