using Workflows.Activities.Backups.Planning;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Version, discovery, revision, namespaces, counts; then the cut into parts. What it finds is stored under the
/// attempt's name, and the plan that goes into the history is a reference with counts.
/// </summary>
public sealed class PlanBackupActivity(ActivityServices services) : Activity<PlanBackupInput, BackupPlan>
{
    /// <inheritdoc/>
    public override async Task<BackupPlan> RunAsync(
        ActivityContext context, PlanBackupInput input, CancellationToken cancellationToken)
    {
        var startedAt = services.Time.GetUtcNow();
        var spec = input.Spec;
        await BackupKeys.CreateAsync(services, input, cancellationToken);
        var survey = await new ClusterSurvey(services.Clusters.Get(spec.Cluster), spec).RunAsync(cancellationToken);
        var parts = new PartCutter(spec.PageSize).Cut(
            survey.Kinds, survey.SelectedNamespaces, survey.AllNamespaces);
        var groups = PartGroups.Of(parts);

        var documents = PlanDocuments.Create(services, spec, ActivityServices.NewAttempt());
        await documents.WritePlanAsync(survey, groups, cancellationToken);
        return new(
            documents.PlanId,
            input.BackupUid,
            startedAt,
            survey.ServerVersion,
            survey.Revision,
            groups.Count,
            parts.Count,
            BackupPlan.StrideFor(parts.Count),
            survey.Kinds.Sum(kind => kind.Count),
            survey.Problems.Count)
        {
            ClusterUid = survey.ClusterUid,
        };
    }
}
