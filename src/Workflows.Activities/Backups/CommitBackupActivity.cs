using Workflows.Activities.Backups.Committing;
using Workflows.Archive.Committing;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Makes one archive of what the accepted attempts staged, and writes the manifest last. A store may drop what is not
/// committed, after a week or so: then there is no summary, and what is gone is to be captured again.
/// </summary>
public sealed class CommitBackupActivity(ActivityServices services) : Activity<CommitBackupInput, BackupSummary?>
{
    /// <inheritdoc/>
    public override async Task<BackupSummary?> RunAsync(
        ActivityContext context, CommitBackupInput input, CancellationToken cancellationToken)
    {
        var captured = await CapturedBackup.ReadAsync(services, input, cancellationToken);
        try
        {
            var manifest = await ArchiveCommit.CommitAsync(
                services.Stores.Get(input.Spec.Store),
                await BackupKeys.FindAsync(services, input.Spec, cancellationToken),
                captured.ToDraft(),
                [.. captured.Segments],
                BackupLog.Lines(captured),
                cancellationToken);
            return Summarise(input, captured, manifest);
        }
        catch (SegmentsMissingException)
        {
            return null;
        }
    }

    private static BackupSummary Summarise(
        CommitBackupInput input, CapturedBackup captured, ArchiveManifest manifest) =>
        new(
            input.Spec.Name,
            manifest.Phase,
            manifest.Totals.Objects,
            manifest.Archive.Length,
            manifest.Archive.Segments.Sum(segment => segment.PlainLength),
            input.Plan.Parts,
            manifest.Warnings.Count,
            manifest.Errors.Count,
            captured.Revisions);
}
