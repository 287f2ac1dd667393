using System.Runtime.CompilerServices;
using Workflows.Activities.Hooks;
using Workflows.Activities.Restores.Planning;
using Workflows.Activities.Volumes.Moving;
using Workflows.Archive.Restores;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
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
        var (spec, plan) = (input.Spec, input.Plan);
        var store = services.Stores.Get(spec.Store);

        // Delivered again, it finds its record, which may be encrypted with another key by now and is not needed.
        var recorded = await new RestoreCatalog(store)
            .FindAsRecordedAsync(spec.Name, plan.BackupUid, plan.StartedAt, cancellationToken)
            ?? await RecordAsync(input, cancellationToken);
        await VeleroRestore.PublishAsync(store, recorded, cancellationToken);
        return new(
            recorded.Name,
            recorded.Backup,
            recorded.Phase,
            recorded.Counts,
            recorded.Compared,
            recorded.Different,
            recorded.Warnings);
    }

    private async Task<RestoreOverview> RecordAsync(FinishRestoreInput input, CancellationToken cancellationToken)
    {
        var (spec, plan) = (input.Spec, input.Plan);
        var documents = RestoreDocuments.Create(services, spec, plan.PlanId);
        var differences = await DifferencesAsync(documents, input, cancellationToken);
        var volumes = await VolumesAsync(input, cancellationToken);
        var planned = await documents.ReadProblemsAsync(cancellationToken);
        var hooks = input.Hooks is { } ran ? await HookReport.ReadAsync(services, spec, ran, cancellationToken) : null;
        var counts = OutcomeCounts.None;
        var outcomes = OutcomesAsync(
            documents, differences, outcome => counts = counts.Plus(outcome.Outcome), cancellationToken);

        // The report of a failure tells less of the objects: it is another file.
        var run = input.Failure is null ? plan.PlanId : $"{plan.PlanId}-failed";
        var recorder = await RestoreRecorder.BeginAsync(
            services.Stores.Get(spec.Store), spec.Name, run, plan.BackupUid, services.Keys.Find(spec.Key), cancellationToken);
        return await recorder.RecordAsync(outcomes, () => Report(input, counts, volumes, planned, hooks), cancellationToken);
    }

    private async Task<IReadOnlyList<ClaimOutcome>?> VolumesAsync(
        FinishRestoreInput input, CancellationToken cancellationToken) =>
        input.Volumes is { } moved && VolumeRun.Of(input.Spec, input.RunUid) is { } run
            ? await VolumeDocuments.Create(services, run).ReadOutcomesAsync(moved.PlanId, moved.Groups, cancellationToken)
            : null;

    private static RestoreReport Report(
        FinishRestoreInput input,
        OutcomeCounts counts,
        IReadOnlyList<ClaimOutcome>? volumes,
        IReadOnlyList<Problem> planned,
        HookReport? hooks)
    {
        var different = input.Comparison.Different;
        var problems = Problems(input, volumes, planned);
        problems.AddRange(hooks?.Problems ?? []);
        return new()
        {
            Name = input.Spec.Name,
            Backup = input.Spec.Backup,
            BackupUid = input.Plan.BackupUid,
            Phase = input.Failure is not null ? RestorePhase.Failed
                : counts.Failed + different == 0 && volumes?.Any(IsIncomplete) != true && input.Volumes?.Failure is null
                    && hooks?.Problems.Any(problem => problem.Severity is ProblemSeverity.Error) != true
                    ? RestorePhase.Completed : RestorePhase.PartiallyFailed,
            StartedAt = input.Plan.StartedAt,
            CompletedAt = input.CompletedAt,
            Context = input.Plan.Context,
            ServerVersion = input.Plan.ServerVersion,

            // The key's file is this machine's business, not the store's.
            Spec = input.Spec with { Key = null },
            Counts = counts,
            Compared = input.Comparison.Compared,
            Different = different,
            Volumes = volumes,
            Hooks = hooks?.Outcomes,
            Problems = problems,
        };
    }

    private static bool IsIncomplete(ClaimOutcome volume) => volume.State is ClaimState.Failed || volume.Problems > 0;

    private static List<Problem> Problems(
        FinishRestoreInput input, IReadOnlyList<ClaimOutcome>? volumes, IReadOnlyList<Problem> planned)
    {
        var problems = new List<Problem>();
        if (input.Failure is { } failure)
        {
            problems.Add(new(
                ProblemSeverity.Error,
                "restore",
                null,
                "It did not come to its end, and nothing was compared. Chunks of objects that were not done are not in "
                + $"this report, although some of their objects may be there: {failure}"));
        }

        if (input.UnservedKinds > 0)
        {
            problems.Add(new(
                ProblemSeverity.Warning,
                KnownResources.CustomResourceDefinitions.ToString(),
                null,
                $"{input.UnservedKinds} kinds that the restore defined were not served within ten minutes; "
                + "their objects were tried all the same."));
        }

        problems.AddRange(planned);
        problems.AddRange(ClaimProblems.Of(MoverTask.Restore, volumes ?? [], input.Volumes?.Failure));
        return problems;
    }

    private static async Task<IReadOnlyDictionary<ObjectKey, ObjectDifference>> DifferencesAsync(
        RestoreDocuments documents, FinishRestoreInput input, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ObjectKey, ObjectDifference>();
        if (input.Failure is not null)
        {
            // What half a comparison found would read as if the rest were as archived.
            return found;
        }

        await foreach (var differences in documents.ReadComparedAsync(cancellationToken))
        {
            foreach (var difference in differences)
            {
                found[difference.Key] = difference;
            }
        }

        return found;
    }

    private static async IAsyncEnumerable<ObjectOutcome> OutcomesAsync(
        RestoreDocuments documents,
        IReadOnlyDictionary<ObjectKey, ObjectDifference> differences,
        Action<ObjectOutcome> onOutcome,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var restored in documents.ReadRestoredAsync(cancellationToken))
        {
            foreach (var outcome in restored)
            {
                onOutcome(outcome);
                yield return differences.TryGetValue(outcome.Key, out var difference)
                    ? outcome with { Differences = difference.Missing ? ["It is gone."] : difference.Fields }
                    : outcome;
            }
        }

        foreach (var outcome in await documents.ReadPlannedAsync(cancellationToken))
        {
            onOutcome(outcome);
            yield return outcome;
        }
    }
}
