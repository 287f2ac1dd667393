namespace Workflows.Api.Documents;

/// <summary><c>backup describe</c>.</summary>
public sealed record BackupDescriptionDocument
{
    public required BackupDocument Backup { get; init; }

    public required string Store { get; init; }

    /// <summary>What keeps it from being deleted beside its own lock; absent for nothing.</summary>
    public ProtectionDocument? Protection { get; init; }

    public required Guid BackupUid { get; init; }

    /// <summary>The version of the archive's format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The id of the key that it is encrypted with; absent where it is not.</summary>
    public string? KeyId { get; init; }

    /// <summary>The kubeconfig context that was backed up; absent where another program made the backup.</summary>
    public string? Context { get; init; }

    /// <summary>The <c>gitVersion</c> of the cluster that was backed up.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The uid of the cluster's <c>kube-system</c>; absent where it could not be read.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>The revision that everything was read at which <see cref="MixedRevisions"/> doesn't name.</summary>
    public required string Revision { get; init; }

    public required IReadOnlyList<RevisionDocument> MixedRevisions { get; init; }

    public required SelectionDocument Selection { get; init; }

    /// <summary>Absent where another program made the backup.</summary>
    public bool? IncludeSecrets { get; init; }

    public required IReadOnlyList<KindDocument> Kinds { get; init; }

    /// <summary>What no backup reads, whatever is selected.</summary>
    public required IReadOnlyList<ExclusionDocument> Exclusions { get; init; }

    /// <summary>The claims whose data was to be backed up; absent where none was asked for.</summary>
    public IReadOnlyList<ArchivedVolumeDocument>? Volumes { get; init; }

    public required IReadOnlyList<ProblemDocument> Problems { get; init; }

    /// <summary>All objects; with <c>--details</c> only.</summary>
    public IReadOnlyList<ObjectDocument>? Objects { get; init; }
}

/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Namespace">The namespace; absent for all of them.</param>
/// <param name="Revision">The revision it was read at.</param>
/// <param name="Reason">Why not at the backup's own.</param>
public sealed record RevisionDocument(string Resource, string? Namespace, string Revision, string Reason);

/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Objects">How many of them the backup holds.</param>
public sealed record KindDocument(string Resource, long Objects);

/// <param name="Resource"><c>plural.group</c>, or a pattern of such.</param>
/// <param name="Reason">Why it is left out.</param>
public sealed record ExclusionDocument(string Resource, string Reason);

/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Namespace">Absent for objects outside namespaces.</param>
/// <param name="Name">The object's name.</param>
public sealed record ObjectDocument(string Resource, string? Namespace, string Name);
