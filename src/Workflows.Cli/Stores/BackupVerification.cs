using Workflows.Archive.Stores;
using Workflows.Archive.Verifying;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Stores;

/// <summary>Verifies backups of a store.</summary>
/// <param name="address">The store.</param>
/// <param name="given">The key of its encrypted backups, where one was given.</param>
internal sealed class BackupVerification(string address, GivenKey? given)
{
    /// <summary>Reads the whole backup, the data of its volumes too, and names everything that is wrong with it.</summary>
    public async Task<VerificationDocument> RunAsync(string name, CancellationToken cancellationToken)
    {
        var key = await new StoredBackups(address, given).FindKeyAsync(name, cancellationToken);
        var report = await ArchiveVerifier.VerifyAsync(
            ArchiveStores.Open(address), name, key, cancellationToken: cancellationToken);
        var claims = await new ClaimBackups(address, given).VerifyAsync(name, report.Manifest, cancellationToken);
        DamageDocument[] damages =
            [.. report.Problems.Select(problem => new DamageDocument(problem.Where, problem.What)), .. claims.Damages];
        string[] notChecked = report.NotChecked is { } unread ? [unread, .. claims.NotChecked] : [.. claims.NotChecked];
        return new VerificationDocument(name, damages.Length == 0, report.Objects, report.Bytes, damages)
        {
            Volumes = claims.Volumes == 0 ? null : new(claims.Volumes, claims.Bytes),
            NotChecked = notChecked.Length == 0 ? null : string.Join(' ', notChecked),
        };
    }
}
