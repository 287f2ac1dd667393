using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>The record of a restore from an encrypted backup, as it is stored.</summary>
/// <param name="Name">The restore.</param>
/// <param name="Backup">The backup.</param>
/// <param name="BackupUid">The backup's identity.</param>
/// <param name="Phase">How it ended.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it ended.</param>
/// <param name="Counts">What became of the objects.</param>
/// <param name="Compared">How many were compared.</param>
/// <param name="Different">How many of those are not as archived.</param>
/// <param name="Warnings">How many warnings the report has.</param>
/// <param name="Errors">How many errors.</param>
/// <param name="Outcomes">Where it lies what became of each object.</param>
/// <param name="Scheme">How the rest is encrypted.</param>
/// <param name="Envelope">Where its wrapped key lies.</param>
/// <param name="Sealed">The whole report: a salt and the frames of a piece, in Base64.</param>
internal sealed record SealedRestore(
    string Name,
    string Backup,
    Guid BackupUid,
    RestorePhase Phase,
    DateTimeOffset StartedAt,
    DateTimeOffset CompletedAt,
    OutcomeCounts Counts,
    int Compared,
    int Different,
    int Warnings,
    int Errors,
    string Outcomes,
    string Scheme,
    string Envelope,
    byte[] Sealed)
{
    public RestoreOverview ToOverview() => new()
    {
        Name = Name,
        Backup = Backup,
        BackupUid = BackupUid,
        Phase = Phase,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        Counts = Counts,
        Compared = Compared,
        Different = Different,
        Warnings = Warnings,
        Errors = Errors,
        IsEncrypted = true,
    };

    public static SealedRestore Of(RestoreOverview overview, string outcomes, string scheme, string envelope, byte[] content) => new(
        overview.Name,
        overview.Backup,
        overview.BackupUid,
        overview.Phase,
        overview.StartedAt,
        overview.CompletedAt,
        overview.Counts,
        overview.Compared,
        overview.Different,
        overview.Warnings,
        overview.Errors,
        outcomes,
        scheme,
        envelope,
        content);
}
