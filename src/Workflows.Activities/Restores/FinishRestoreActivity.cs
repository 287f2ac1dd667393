using System.Runtime.CompilerServices;
using Workflows.Activities.Restores.Planning;
using Workflows.Archive.Restores;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Gathers what the accepted attempts reported, adds what the comparison found, and records the restore.
/// </summary>
public sealed class FinishRestoreActivity(ActivityServices services) : Activity<FinishRestoreInput, RestoreSummary>
{
    /// <inheritdoc/>
    public override async Task<RestoreSummary> RunAsync(
        ActivityContext context, FinishRestoreInput input, CancellationToken cancellationToken)
    {
        var documents = RestoreDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var differences = await DifferencesAsync(documents, input, cancellationToken);
        var outcomes = OutcomesAsync(documents, input, differences, cancellationToken);
        var catalog = new RestoreCatalog(services.Stores.Get(input.Spec.Store));
        await catalog.WriteOutcomesAsync(input.Spec.Name, outcomes, cancellationToken);

        var report = Report(input);
        await catalog.RecordAsync(report, cancellationToken);
        return new(
            report.Name,
            report.Backup,
            report.Phase,
            report.Counts,
            report.Compared,
            report.Different,
            report.Problems.Count(problem => problem.Severity == ProblemSeverity.Warning));
    }

    private RestoreReport Report(FinishRestoreInput input)
    {
        var counts = input.Waves.Aggregate(input.Plan.NotRestored, (total, wave) => total.Plus(wave.Counts));
        var different = input.Comparison.Counts.Different;
        return new()
        {
            Name = input.Spec.Name,
            Backup = input.Spec.Backup,
            BackupUid = input.Plan.BackupUid,
            Phase = input.Failure is not null ? RestorePhase.Failed
                : counts.Failed + different == 0 ? RestorePhase.Completed : RestorePhase.PartiallyFailed,
            StartedAt = input.Plan.StartedAt,
            CompletedAt = services.Time.GetUtcNow(),
            Context = services.Clusters.Get(input.Spec.Cluster).Connection.ContextName,
            ServerVersion = input.Plan.ServerVersion,

            // The key's file is this machine's business, not the store's.
            Spec = input.Spec with { Key = null },
            Counts = counts,
            Compared = input.Comparison.Counts.Compared,
            Different = different,
            Problems = Problems(input),
        };
    }

    private static List<Problem> Problems(FinishRestoreInput input)
    {
        var problems = new List<Problem>();
        if (input.Failure is { } failure)
        {
            problems.Add(new(
                ProblemSeverity.Error,
                "restore",
                null,
                $"It ended before its last wave, and of the wave under way nothing is reported: {failure}"));
        }

        if (input.UnservedKinds > 0)
        {
            problems.Add(new(
                ProblemSeverity.Warning,
                KnownResources.Definitions.ToString(),
                null,
                $"{input.UnservedKinds} kinds that the restore defined were not served within ten minutes; "
                + "their objects were tried all the same."));
        }

        return problems;
    }

    private static async Task<IReadOnlyDictionary<ObjectKey, ObjectDifference>> DifferencesAsync(
        RestoreDocuments documents, FinishRestoreInput input, CancellationToken cancellationToken)
    {
        var differences = new Dictionary<ObjectKey, ObjectDifference>();
        foreach (var record in input.Comparison.Records)
        {
            foreach (var difference in await documents.ReadDifferencesAsync(record, cancellationToken))
            {
                differences[difference.Key] = difference;
            }
        }

        return differences;
    }

    private static async IAsyncEnumerable<ObjectOutcome> OutcomesAsync(
        RestoreDocuments documents,
        FinishRestoreInput input,
        IReadOnlyDictionary<ObjectKey, ObjectDifference> differences,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var wave in input.Waves)
        {
            for (var chunk = 0; chunk < wave.Attempts.Count; chunk++)
            {
                var outcomes = await documents.ReadOutcomesAsync(
                    wave.Wave, chunk, wave.Attempts[chunk], cancellationToken);
                foreach (var outcome in outcomes)
                {
                    yield return differences.TryGetValue(outcome.Key, out var difference)
                        ? outcome with { Differences = difference.Missing ? ["It is gone."] : difference.Fields }
                        : outcome;
                }
            }
        }

        foreach (var outcome in await documents.ReadPlannedAsync(cancellationToken))
        {
            yield return outcome;
        }
    }
}
