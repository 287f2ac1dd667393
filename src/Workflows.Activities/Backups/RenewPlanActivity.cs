using Workflows.Activities.Backups.Planning;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Plans anew at the revision of now, with the parts of the earlier plan in their places and new ones behind them. A
/// cluster that has outgrown the earlier plan is cut from scratch.
/// </summary>
public sealed class RenewPlanActivity(ActivityServices services) : Activity<RenewPlanInput, RenewedPlan>
{
    /// <inheritdoc/>
    public override async Task<RenewedPlan> RunAsync(
        ActivityContext context, RenewPlanInput input, CancellationToken cancellationToken)
    {
        var spec = input.Spec;
        var survey = await new ClusterSurvey(services.Clusters.Get(spec.Cluster), spec).RunAsync(cancellationToken);
        var cutter = new PartCutter(spec.PageSize);
        var stride = input.Plan.SegmentStride;
        var groups = new PlanRenewal(cutter).Renew(
            await ReadGroupsAsync(spec, input.Plan, cancellationToken),
            survey.Kinds,
            survey.SelectedNamespaces,
            survey.AllNamespaces);
        var keepsParts = groups.Sum(group => group.Count) <= stride;
        if (!keepsParts)
        {
            var parts = cutter.Cut(survey.Kinds, survey.SelectedNamespaces, survey.AllNamespaces);
            groups = PartGroups.Of(parts);
            stride = BackupPlan.StrideFor(parts.Count);
        }

        var documents = PlanDocuments.Create(services, spec, ActivityServices.NewAttempt());
        await documents.WritePlanAsync(survey, groups, cancellationToken);
        var plan = input.Plan with
        {
            PlanId = documents.PlanId,
            ServerVersion = survey.ServerVersion,
            Revision = survey.Revision,
            Groups = groups.Count,
            Parts = groups.Sum(group => group.Count),
            SegmentStride = stride,
            EstimatedObjects = survey.Kinds.Sum(kind => kind.Count),
            Problems = survey.Problems.Count,
        };
        return new(plan, keepsParts);
    }

    private async Task<IReadOnlyList<IReadOnlyList<CapturePart>>> ReadGroupsAsync(
        BackupSpec spec, BackupPlan plan, CancellationToken cancellationToken)
    {
        var documents = PlanDocuments.Create(services, spec, plan.PlanId);
        var groups = new List<IReadOnlyList<CapturePart>>(plan.Groups);
        for (var group = 0; group < plan.Groups; group++)
        {
            groups.Add(await documents.ReadGroupAsync(group, cancellationToken));
        }

        return groups;
    }
}
