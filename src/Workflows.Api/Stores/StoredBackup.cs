using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;
using Workflows.Core.Reports;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Api.Stores;

/// <summary>A backup's manifest, as documents.</summary>
public sealed class StoredBackup(BackupOverview overview, ArchiveManifest manifest)
{
    public BackupDocument Document { get; } = DocumentOf(overview);

    /// <summary>Whether it took a key to read it.</summary>
    public bool IsEncrypted => overview.IsEncrypted;

    /// <summary>Whether it holds the data of any claim.</summary>
    public bool HasVolumeData => manifest.Volumes?.Any(volume => volume.State is ClaimState.Completed) ?? false;

    /// <summary>Whether it holds any of that as files, rather than in a snapshot.</summary>
    public bool HasVolumeFiles => manifest.Volumes?.Any(volume => volume is { State: ClaimState.Completed, Record: not null }) ?? false;

    /// <summary>Whether it holds the data of a claim.</summary>
    /// <exception cref="NothingFoundException">It does not.</exception>
    public void RequireDataOf(ClaimName claim)
    {
        var held = manifest.Volumes ?? [];
        if (held.FirstOrDefault(volume => volume.Namespace == claim.Namespace && volume.Claim == claim.Name) is not { } found)
        {
            throw new NothingFoundException(
                $"Backup '{Document.Name}' holds no data of claim {claim}. 'workflows backup describe {Document.Name}' lists what it holds.");
        }

        if (found.State is not ClaimState.Completed)
        {
            throw new NothingFoundException($"Backup '{Document.Name}' does not hold the data of claim {claim}: {found.Reason}");
        }
    }

    public static BackupDocument DocumentOf(BackupOverview overview) => new(overview.Name, overview.Phase.ToString())
    {
        CreatedAt = overview.StartedAt,
        CompletedAt = overview.CompletedAt,
        ExpiresAt = overview.ExpiresAt,
        LockedUntil = overview.LockedUntil,
        Plan = overview.Plan,
        Objects = overview.Objects,
        Bytes = overview.Bytes,
        Warnings = overview.Warnings,
        Errors = overview.Errors,
        Encrypted = overview.IsEncrypted ? true : null,
    };

    /// <summary>Errors first.</summary>
    public IReadOnlyList<ProblemDocument> Problems { get; } =
    [
        .. manifest.Errors.Select(problem => Problem(ProblemSeverity.Error, problem)),
        .. manifest.Warnings.Select(problem => Problem(ProblemSeverity.Warning, problem)),
    ];

    /// <param name="store">The store it lies in.</param>
    /// <param name="keyId">The key that it is encrypted with, if it is.</param>
    /// <param name="objects">All its objects, where they are wanted.</param>
    public BackupDescriptionDocument Describe(string store, string? keyId, IReadOnlyList<ObjectDocument>? objects)
    {
        var request = DurableJson.Read<RecordedRequest?>(manifest.Selection);
        return new BackupDescriptionDocument
        {
            Backup = Document,
            Store = store,
            BackupUid = manifest.BackupUid,
            FormatVersion = manifest.FormatVersion,
            KeyId = keyId,
            Context = request?.Context,
            ServerVersion = manifest.Source.ServerVersion,
            ClusterUid = manifest.Source.ClusterUid,
            Revision = manifest.Source.Revision,
            MixedRevisions = [.. manifest.Source.MixedRevisions.Select(mixed =>
                new RevisionDocument(mixed.Resource, mixed.Namespace, mixed.Revision, mixed.Reason))],
            Selection = SelectionDocument.Of(request?.Selection ?? new ObjectSelection()),
            IncludeSecrets = request?.IncludeSecrets,
            Kinds = [.. manifest.Totals.Resources.Select(total => new KindDocument(total.Resource, total.Objects))],
            Exclusions = [.. BuiltInExclusions.Backup.Select(exclusion =>
                new ExclusionDocument(exclusion.Resource, exclusion.Reason))],
            Volumes = manifest.Volumes is null ? null : [.. manifest.Volumes.Select(ArchivedVolumeDocument.Of)],
            Problems = Problems,
            Objects = objects,
        };
    }

    private static ProblemDocument Problem(ProblemSeverity severity, BackupProblem problem) =>
        new(severity, problem.Resource, problem.Namespace, problem.Message);
}
