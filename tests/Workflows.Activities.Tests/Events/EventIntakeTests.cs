using System.Text.Json;
using Workflows.Activities.Events.Incoming;
using Workflows.Archive.Format;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Core.Restores;
using Workflows.Core.Schedules;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Events;

public sealed class EventIntakeTests
{
    private readonly EventBench bench = new();

    [Fact]
    public async Task A_backup_is_started_by_the_plan_once_however_often_the_event_comes()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("upgrade", "startBackup: { plan: nightly }", "types: [Microsoft.ContainerService.NewKubernetesVersionAvailable]");
        const string Upgrade = """
            [{ "id": "1", "topic": "/subscriptions/s", "subject": "blue", "eventType": "Microsoft.ContainerService.NewKubernetesVersionAvailable",
               "data": { "latestSupportedKubernetesVersion": "1.36" } }]
            """;

        var first = Rule(await bench.TakeAsync(Upgrade));
        var again = Rule(await bench.TakeAsync(Upgrade));

        var id = Assert.Single(first.Instances);
        Assert.Equal((EventOutcome.Started, EventOutcome.DoneBefore), (first.Outcome, again.Outcome));
        Assert.Equal([id], bench.Client.Ids);
        var state = (await bench.Client.GetAsync(id))!;
        var spec = DurableJson.Read<BackupSpec>(state.Input!.Value);
        Assert.Equal(("Backup", "nightly", $"backup-{spec.Name}-"), (state.Orchestrator, spec.Plan, id[..^8]));
        Assert.True(BackupName.IsValid(spec.Name));
        Assert.False(RunName.TryGetDue(spec.Name, "nightly", out _));
    }

    [Fact]
    public async Task Events_are_told_apart_by_source_and_id_and_each_rule_does_its_own()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("one", "startBackup: { plan: nightly }");
        await bench.RuleAsync("other", "startBackup: { plan: nightly }");

        await bench.TakeAsync(new ReceivedEvent("1", "a", "t"), new ReceivedEvent("1", "b", "t"), new ReceivedEvent("2", "a", "t"));

        Assert.Equal(6, bench.Client.Ids.Count);
    }

    [Fact]
    public async Task An_event_that_no_rule_is_about_or_a_paused_one_starts_nothing()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("other", "startBackup: { plan: nightly }", "types: [other]");
        await bench.RuleAsync("paused", "startBackup: { plan: nightly }", more: "paused: true");

        var report = await bench.TakeAsync(EventBench.Event("1"));

        Assert.Empty(Assert.Single(report.Events).Rules);
        Assert.Empty(bench.Client.Ids);
    }

    [Fact]
    public async Task What_the_engine_has_forgotten_is_not_made_again_while_its_backup_is_there()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("ready", "startBackup: { plan: nightly }");
        var id = Rule(await bench.TakeAsync(EventBench.Event("1"))).Instances[0];
        var name = DurableJson.Read<BackupSpec>((await bench.Client.GetAsync(id))!.Input!.Value).Name;
        await bench.Client.PurgeAsync(id);
        bench.Declared.Store.Overwrite(ArchiveLayout.Manifest(name), "{}"u8.ToArray());

        Assert.Equal(EventOutcome.DoneBefore, Rule(await bench.TakeAsync(EventBench.Event("1"))).Outcome);
    }

    [Fact]
    public async Task The_blob_of_a_backups_manifest_says_which_backup_is_restored()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("arrived", "startRestore: { plan: to-green, backup: ofEvent }", "types: [Microsoft.Storage.BlobCreated]");
        await MakeAsync("nightly-1");
        await MakeAsync("nightly-2");
        var created = new ReceivedEvent("1", "/subscriptions/s", "Microsoft.Storage.BlobCreated")
        {
            Subject = "/blobServices/default/containers/c/blobs/prefix/catalog/backups/nightly-1.json",
        };

        var restored = await SpecOfAsync(await bench.TakeAsync(created));
        var own = await SpecOfAsync(await bench.TakeAsync(created with
        {
            Id = "2", Subject = "", Data = JsonSerializer.SerializeToElement(new { backup = "nightly-2" }),
        }));
        var none = Rule(await bench.TakeAsync(created with { Id = "3", Subject = "/blobServices/default/containers/c/blobs/velero/nightly-1.json" }));
        var hostile = Rule(await bench.TakeAsync(created with { Id = "4", Subject = "/blobs/catalog/backups/../../keys.json" }));

        Assert.Equal(("nightly-1", "nightly-2"), (restored.Backup, own.Backup));
        Assert.StartsWith("to-green-e", restored.Name, StringComparison.Ordinal);
        Assert.Equal((EventOutcome.Refused, EventOutcome.Refused), (none.Outcome, hostile.Outcome));
    }

    [Fact]
    public async Task The_last_good_backup_is_restored_and_a_second_delivery_does_not_look_for_a_newer_one()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("ready", "startRestore: { plan: to-green }");
        var early = Rule(await bench.TakeAsync(EventBench.Event("0")));
        await MakeAsync("nightly-1");

        var first = await bench.TakeAsync(EventBench.Event("1"));
        await MakeAsync("nightly-2");
        var again = Rule(await bench.TakeAsync(EventBench.Event("1")));

        Assert.Equal((EventOutcome.Refused, EventOutcome.DoneBefore), (early.Outcome, again.Outcome));
        Assert.Contains("no good backup", early.Problem!, StringComparison.Ordinal);
        Assert.Equal("nightly-1", (await SpecOfAsync(first)).Backup);
    }

    [Fact]
    public async Task A_schedule_is_triggered_whichever_resource_it_stands_in()
    {
        await bench.DeclarePlansAsync();
        await bench.Declared.ApplyAsync("""
            apiVersion: workflows/v1
            kind: Schedule
            metadata: { name: often }
            spec: { backupPlan: unscheduled, cron: "@hourly" }
            """);
        await bench.RuleAsync("a-beside", "triggerSchedule: { schedule: often }");
        await bench.RuleAsync("b-own", "triggerSchedule: { schedule: backupplan/nightly }");
        await bench.RuleAsync("c-none", "triggerSchedule: { schedule: backupplan/unscheduled }");

        var rules = (await bench.TakeAsync(EventBench.Event("1"))).Events[0].Rules;

        Assert.Equal([EventOutcome.Started, EventOutcome.Started, EventOutcome.Refused], rules.Select(rule => rule.Outcome));
        Assert.StartsWith("backup-unscheduled-e", rules[0].Instances[0], StringComparison.Ordinal);
        Assert.StartsWith("backup-nightly-e", rules[1].Instances[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_handed_to_the_instances_that_have_not_ended_and_not_again()
    {
        await bench.RuleAsync("ready", "raiseEvent: { instances: 'cutover-*', event: clusterReady }");
        foreach (var id in new[] { "cutover-a", "cutover-b", "cutover-c", "other" })
        {
            await bench.Client.StartAsync("Cutover", id, null);
        }

        bench.Client.End("cutover-b");
        bench.Client.Put((await bench.Client.GetAsync("cutover-c"))! with { ParentInstanceId = "cutover-a" });
        var first = Rule(await bench.TakeAsync(EventBench.Event("1")));
        var again = Rule(await bench.TakeAsync(EventBench.Event("1")));

        Assert.Equal((EventOutcome.Raised, EventOutcome.DoneBefore), (first.Outcome, again.Outcome));
        Assert.Equal(["cutover-a"], first.Instances);
        var (instance, name, payload) = Assert.Single(bench.Client.Raised);
        Assert.Equal(("cutover-a", "clusterReady", "1"), (instance, name, Assert.IsType<ReceivedEvent>(payload).Id));
    }

    [Fact]
    public async Task An_event_that_nobody_waits_for_is_refused_and_may_come_again()
    {
        await bench.RuleAsync("ready", "raiseEvent: { instances: 'cutover-*', event: clusterReady }");
        var early = Rule(await bench.TakeAsync(EventBench.Event("1")));
        await bench.Client.StartAsync("Cutover", "cutover-a", null);

        Assert.Equal(EventOutcome.Refused, early.Outcome);
        Assert.Equal(EventOutcome.Raised, Rule(await bench.TakeAsync(EventBench.Event("1"))).Outcome);
    }

    [Fact]
    public async Task What_does_not_answer_is_to_be_sent_again_and_keeps_no_other_rule_from_its_own()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("a", "startBackup: { plan: nightly }");
        await bench.RuleAsync("b", "startBackup: { plan: unscheduled }");
        bench.Declared.Store.Before = (_, path) => path.EndsWith("backupplans/nightly.json", StringComparison.Ordinal)
            ? throw new WorkflowsException(ErrorKind.Unavailable, "The store does not answer.")
            : Task.CompletedTask;

        var report = await bench.TakeAsync(EventBench.Event("1"));
        bench.Declared.Store.Before = null;
        var again = await bench.TakeAsync(EventBench.Event("1"));

        Assert.Equal("The store does not answer.", report.TryAgain);
        Assert.Equal([EventOutcome.TryAgain, EventOutcome.Started], report.Events[0].Rules.Select(rule => rule.Outcome));
        Assert.Equal([EventOutcome.Started, EventOutcome.DoneBefore], again.Events[0].Rules.Select(rule => rule.Outcome));
        Assert.Null(again.TryAgain);
    }

    [Fact]
    public async Task A_rule_that_can_not_be_read_is_told()
    {
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("damaged", "startBackup: { plan: nightly }");
        await bench.RuleAsync("sound", "startBackup: { plan: nightly }");
        bench.Declared.Store.Overwrite("catalog/eventrules/damaged.json", "{}"u8.ToArray());

        var report = await bench.TakeAsync(EventBench.Event("1"));

        Assert.Equal("damaged", Assert.Single(report.Unreadable).Rule);
        Assert.Equal(EventOutcome.Started, Rule(report).Outcome);
    }

    private static RuleResult Rule(EventReport report) => Assert.Single(Assert.Single(report.Events).Rules);

    private async Task<RestoreSpec> SpecOfAsync(EventReport report)
    {
        var rule = Rule(report);
        Assert.True(rule.Outcome is EventOutcome.Started, rule.Problem);
        var state = (await bench.Client.GetAsync(rule.Instances[0]))!;
        Assert.Equal("Restore", state.Orchestrator);
        return DurableJson.Read<RestoreSpec>(state.Input!.Value);
    }

    private Task MakeAsync(string name) => bench.Declared.MakeAsync(name, TestBackup.Started);
}
