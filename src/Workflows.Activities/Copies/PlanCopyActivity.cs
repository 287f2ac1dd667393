using Workflows.Archive.Copying;
using Workflows.Core.Copies;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Volumes.Copying;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Activities.Copies;

/// <summary>
/// Writes down which files are to be copied, in groups. For each claim the target is told first that a backup of it is at
/// work, so that what it has stays; that is not copied again then.
/// </summary>
public sealed class PlanCopyActivity(ActivityServices services) : Activity<CopyInput, CopyPlan>
{
    /// <summary>How many claims are looked at once.</summary>
    private const int Lookers = 8;

    /// <summary>How many files are in a group; a document of a few hundred kilobytes.</summary>
    private const int GroupSize = 1000;

    /// <inheritdoc/>
    public override async Task<CopyPlan> RunAsync(ActivityContext context, CopyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new CopyRun(services, input);
        var backup = await run.Source.ReadAsync(cancellationToken);
        await run.Target.RequireHeldAsync(cancellationToken);

        var name = ActivityServices.NewAttempt();
        var groups = await WriteAsync(run, name, volume: 0, backup.Files, cancellationToken);
        var missing = CountOf(backup.Files);
        var there = default(CopyCounts);
        var volumes = new SortedList<int, PlannedVolume>();
        var gate = new Lock();
        await Parallel.ForEachAsync(
            (await RecordsAsync(run, backup, cancellationToken)).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = Lookers, CancellationToken = cancellationToken },
            async (record, token) =>
            {
                if (await VolumeCopy.OpenAsync(run.Source, run.Target.Store, record.Item, token) is not { } volume)
                {
                    return;
                }

                await volume.BeginAsync(services.Time, token);
                await volume.CopyKeyAsync(token);
                var files = await volume.CompareAsync(token);
                var written = await WriteAsync(run, name, record.Index + 1, files.Missing, token);
                lock (gate)
                {
                    volumes.Add(record.Index, new(volume.Record.Name, volume.Record.Volume, volume.Record.Container!, volume.Attempt));
                    groups += written;
                    missing += CountOf(files.Missing);
                    there += CountOf(files.There);
                }
            });
        await run.WriteAsync(name, new PlannedCopy(backup.Overview.BackupUid, [.. volumes.Values]), cancellationToken);
        return new CopyPlan(name, groups, missing, there, volumes.Count);
    }

    private static CopyCounts CountOf(IReadOnlyList<CopyFile> files) => new(files.Count, files.Sum(file => file.Length));

    /// <summary>By their names, since an encrypted backup does not tell which it has.</summary>
    private static async Task<IReadOnlyList<string>> RecordsAsync(CopyRun run, CopiedBackup backup, CancellationToken cancellationToken)
    {
        string[] found =
        [
            .. (await new VolumeCatalog(run.Source.Store).ListAsync(cancellationToken))
                .Where(record => MoverNames.IsRecordOf(run.Source.Backup, record)),
        ];
        return backup.Records?.Except(found, StringComparer.Ordinal).FirstOrDefault() is { } lost
            ? throw await run.Source.MissingAsync(VolumeLayout.Record(lost), cancellationToken)
            : found;
    }

    /// <returns>How many groups were written.</returns>
    private static async Task<int> WriteAsync(
        CopyRun run, string plan, int volume, IReadOnlyList<CopyFile> files, CancellationToken cancellationToken)
    {
        var groups = 0;
        foreach (var group in files.Chunk(GroupSize))
        {
            await run.Target.Staging.WriteAsync($"{CopyRun.GroupsOf(plan)}{volume:D6}-{groups++:D6}.json", group, cancellationToken);
        }

        return groups;
    }
}
