using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Reports;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups.Planning;

/// <summary>The documents of one planning attempt in the store's staging area, and where each lies.</summary>
internal sealed class PlanDocuments
{
    private readonly StagingArea staging;

    private PlanDocuments(StagingArea staging, string planId)
    {
        this.staging = staging;
        PlanId = planId;
    }

    public string PlanId { get; }

    public static PlanDocuments Create(ActivityServices services, BackupSpec spec, string planId) =>
        new(StagingArea.ForBackup(services.Stores.Get(spec.Store), spec.Name, BackupKeys.SealOf(services, spec.Store, spec.Name, spec.Key)), planId);

    public Task<CaptureScope> ReadScopeAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<CaptureScope>($"{PlanId}/scope.json", cancellationToken);

    public Task<IReadOnlyList<Problem>> ReadProblemsAsync(CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<Problem>>($"{PlanId}/problems.json", cancellationToken);

    /// <summary>Writes all that a plan found and decided.</summary>
    public async Task WritePlanAsync(
        SurveyResult survey, IReadOnlyList<IReadOnlyList<CapturePart>> groups, CancellationToken cancellationToken)
    {
        await staging.WriteAsync($"{PlanId}/scope.json", survey.Scope, cancellationToken);
        await staging.WriteAsync($"{PlanId}/problems.json", survey.Problems, cancellationToken);
        for (var group = 0; group < groups.Count; group++)
        {
            await staging.WriteAsync($"{PlanId}/group-{group:D4}.json", groups[group], cancellationToken);
        }
    }

    public Task<IReadOnlyList<CapturePart>> ReadGroupAsync(int group, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<CapturePart>>($"{PlanId}/group-{group:D4}.json", cancellationToken);

    /// <returns>The record's name, to be read by.</returns>
    public async Task<string> WriteCapturedAsync(
        int group, string attempt, IReadOnlyList<CapturedPart> parts, CancellationToken cancellationToken)
    {
        var record = $"{PlanId}/captured-{group:D4}-{attempt}.json";
        await staging.WriteAsync(record, parts, cancellationToken);
        return record;
    }

    /// <returns>The document's name, to be read by.</returns>
    public async Task<string> WritePartProblemsAsync(
        int segment, string attempt, IReadOnlyList<Problem> problems, CancellationToken cancellationToken)
    {
        var document = $"{PlanId}/problems-{segment:D6}-{attempt}.json";
        await staging.WriteAsync(document, problems, cancellationToken);
        return document;
    }

    public Task<IReadOnlyList<Problem>> ReadPartProblemsAsync(string document, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<Problem>>(document, cancellationToken);

    public Task<IReadOnlyList<CapturedPart>> ReadCapturedAsync(string record, CancellationToken cancellationToken) =>
        staging.ReadAsync<IReadOnlyList<CapturedPart>>(record, cancellationToken);
}
