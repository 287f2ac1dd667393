using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;
using Workflows.Archive.Format;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Core.Plans;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Events.Incoming;

/// <summary>What rules do about events, each under the name that rule and event have in common.</summary>
internal sealed class EventDeeds(IResourceCatalog catalog, PlanSpecs specs, OrchestrationClient client, OpenStores stores)
{
    private static readonly OrchestrationStatus[] NotEnded =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended];

    /// <exception cref="WorkflowsException">What the rule needs is not there, or does not answer.</exception>
    public async Task<RuleResult> DoAsync(EventRuleResource rule, ReceivedEvent received, CancellationToken cancellationToken) =>
        rule.Action switch
        {
            BackupByEvent backup => await BackUpAsync(rule, received, backup.Plan, cancellationToken),
            RestoreByEvent restore => await RestoreAsync(rule, received, restore, cancellationToken),
            TriggerByEvent trigger => await BackUpAsync(rule, received, await PlanOfAsync(trigger, cancellationToken), cancellationToken),
            RaiseByEvent raise => await RaiseAsync(rule, received, raise, cancellationToken),
            _ => throw new ArgumentException($"The rule \"{rule.Name}\" says nothing of what is to be done.", nameof(rule)),
        };

    private async Task<RuleResult> BackUpAsync(
        EventRuleResource rule, ReceivedEvent received, string plan, CancellationToken cancellationToken)
    {
        var name = EventRun.NameOf(plan, rule.Name, received);
        var store = await specs.StoreOfRunsAsync(ResourceKind.BackupPlan, plan, cancellationToken);
        var id = RunIds.OfBackup(name, store);
        var isNew = await IsNewAsync(id, store, ArchiveLayout.Manifest(name), cancellationToken)
            && await client.StartAsync(BackupNames.Backup.Name, id, await specs.BackupAsync(plan, name, cancellationToken), cancellationToken);
        return Began(rule, isNew, id);
    }

    private async Task<RuleResult> RestoreAsync(
        EventRuleResource rule, ReceivedEvent received, RestoreByEvent restore, CancellationToken cancellationToken)
    {
        var name = EventRun.NameOf(restore.Plan, rule.Name, received);
        var store = await specs.StoreOfRunsAsync(ResourceKind.RestorePlan, restore.Plan, cancellationToken);
        var id = RunIds.OfRestore(name, store);
        if (!await IsNewAsync(id, store, ArchiveLayout.RestoreRecord(name), cancellationToken))
        {
            return Began(rule, isNew: false, id);
        }

        var backup = restore.Backup is RestoredBackup.LastGood ? null : EventRun.BackupIn(received) ?? throw new PlanRefusedException(
            ErrorKind.Usage,
            $"EventRule \"{rule.Name}\" restores the backup that an event tells of, and this one tells of none: neither has its data a field "
            + "backup, nor is its subject the blob of a manifest.");
        var spec = await specs.RestoreAsync(restore.Plan, _ => name, backup, cancellationToken);
        return Began(rule, await client.StartAsync(RestoreNames.Restore.Name, id, spec, cancellationToken), id);
    }

    /// <summary>Noted when it is done: who is killed in between hands it out again, and none is lost.</summary>
    private async Task<RuleResult> RaiseAsync(
        EventRuleResource rule, ReceivedEvent received, RaiseByEvent raise, CancellationToken cancellationToken)
    {
        var note = EventRun.NoteOf(rule.Name, received);
        if (await client.GetAsync(note, cancellationToken) is not null)
        {
            return new RuleResult(rule.Name, EventOutcome.DoneBefore);
        }

        // A sub-orchestration is its parent's own: nobody else hands it something.
        var ids = await client.QueryAsync(new OrchestrationQuery { Statuses = NotEnded }, cancellationToken)
            .Where(state => state.ParentInstanceId is null && raise.Instances.IsMatch(state.InstanceId))
            .Select(state => state.InstanceId)
            .ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return new RuleResult(rule.Name, EventOutcome.Refused)
            {
                Problem = $"No instance that has not ended has an id like \"{raise.Instances}\".",
            };
        }

        foreach (var id in ids)
        {
            await client.RaiseEventAsync(id, raise.Event, received, cancellationToken);
        }

        await client.StartAsync(
            EventNames.NoteEvent.Name,
            note,
            new NotedEvent(rule.Name, received.Id, received.Source, received.Type, ids.Count),
            cancellationToken);
        return new RuleResult(rule.Name, EventOutcome.Raised) { Instances = ids };
    }

    /// <summary>The engine forgets what ended long ago; the store doesn't.</summary>
    private async Task<bool> IsNewAsync(string instanceId, string store, string made, CancellationToken cancellationToken) =>
        await client.GetAsync(instanceId, cancellationToken) is null
        && await stores.Get(store).FindAsync(made, cancellationToken) is null;

    private async Task<string> PlanOfAsync(TriggerByEvent trigger, CancellationToken cancellationToken) =>
        (await catalog.RequireAsync(trigger.Kind, trigger.Name, cancellationToken)).Resource switch
        {
            ScheduleResource beside => beside.BackupPlan,
            BackupPlanResource { Schedule: not null } plan => plan.Name,
            _ => throw new PlanRefusedException(ErrorKind.NotFound, $"BackupPlan \"{trigger.Name}\" has no schedule of its own."),
        };

    private static RuleResult Began(EventRuleResource rule, bool isNew, string id) =>
        new(rule.Name, isNew ? EventOutcome.Started : EventOutcome.DoneBefore) { Instances = [id] };
}
