using System.Text.Json;
using Workflows.Core.Events;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Events;

/// <summary>Rules as they are written, and what they match.</summary>
public sealed class EventRuleTests
{
    private static readonly ReceivedEvent Created =
        new("1", "/subscriptions/S/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a", "Microsoft.Storage.BlobCreated")
        {
            Subject = "/blobServices/default/containers/c/blobs/catalog/backups/nightly.json",
            Data = JsonSerializer.SerializeToElement(new { api = "PutBlob", blob = new { kind = "BlockBlob" } }),
        };

    [Theory]
    [InlineData("types: [Microsoft.Storage.BlobCreated]", true)]
    [InlineData("types: [microsoft.storage.blobcreated]", true)]
    [InlineData("types: [Microsoft.Storage.BlobDeleted, Microsoft.Storage.*]", true)]
    [InlineData("types: [Microsoft.Storage]", false)]
    [InlineData("types: ['*'], sources: [/Subscriptions/s/*]", true)]
    [InlineData("types: ['*'], sources: ['*/storageAccounts/b']", false)]
    [InlineData("types: ['*'], subjects: ['*/blobs/catalog/backups/*.json']", true)]
    [InlineData("types: ['*'], subjects: ['*/blobs/catalog/restores/*.json']", false)]
    [InlineData("types: ['*'], data: { api: Put*, blob.kind: BlockBlob }", true)]
    [InlineData("types: ['*'], data: { api: Put*, blob.kind: PageBlob }", false)]
    [InlineData("types: ['*'], data: { api: put* }", false)]
    [InlineData("types: ['*'], data: { blob: '*' }", false)]
    public void All_that_a_rule_says_must_match(string match, bool matches) =>
        Assert.Equal(matches, Read($"match: {{ {match} }}\n  startBackup: {{ plan: nightly }}").Match.IsMatch(Created));

    [Fact]
    public void A_rule_does_one_of_four_things_and_refers_to_what_it_needs()
    {
        Assert.Equal(new BackupByEvent("nightly"), Action("startBackup: { plan: nightly }"));
        Assert.Equal(new RestoreByEvent("to-green", RestoredBackup.LastGood), Action("startRestore: { plan: to-green }"));
        Assert.Equal(new RestoreByEvent("to-green", RestoredBackup.OfEvent), Action("startRestore: { plan: to-green, backup: ofEvent }"));
        Assert.Equal(new TriggerByEvent(ResourceKind.Schedule, "often"), Action("triggerSchedule: { schedule: often }"));
        Assert.Equal(new TriggerByEvent(ResourceKind.BackupPlan, "nightly"), Action("triggerSchedule: { schedule: backupplan/nightly }"));
        var raise = Assert.IsType<RaiseByEvent>(Action("raiseEvent: { instances: 'cutover-*', event: clusterReady }"));

        Assert.Equal(("cutover-*", "clusterReady"), (raise.Instances.Text, raise.Event));
        Assert.Equal("backupplan nightly spec.startBackup.plan", References("startBackup: { plan: nightly }"));
        Assert.Equal("restoreplan to-green spec.startRestore.plan", References("startRestore: { plan: to-green }"));
        Assert.Equal("schedule often spec.triggerSchedule.schedule", References("triggerSchedule: { schedule: often }"));
        Assert.Equal("", References("raiseEvent: { instances: '*', event: e }"));
    }

    [Theory]
    [InlineData("match: { types: [a] }", "A rule has one of")]
    [InlineData("match: { types: [a] }\n  startBackup: { plan: a }\n  raiseEvent: { instances: a, event: b }", "A rule has one of")]
    [InlineData("match: { types: [] }\n  startBackup: { plan: a }", "At least one pattern")]
    [InlineData("match: { sources: [a] }\n  startBackup: { plan: a }", "This field is needed")]
    [InlineData("match: { types: ['a**'] }\n  startBackup: { plan: a }", "two asterisks")]
    [InlineData("match: { types: [a], data: { a: 'b[' } }\n  startBackup: { plan: a }", "not closed")]
    [InlineData("match: { types: [a] }\n  raiseEvent: { instances: '{', event: b }", "patterns don't know")]
    [InlineData("match: { types: [a] }\n  startRestore: { plan: a, backup: newest }", "lastGood, ofEvent")]
    public void What_makes_no_sense_is_told(string spec, string why)
    {
        var wrong = Assert.Throws<PlanException>(() => Read(spec));

        Assert.Contains(wrong.Problems, problem => problem.Text.Contains(why, StringComparison.Ordinal));
    }

    private static EventAction? Action(string action) => Read($"match: {{ types: ['*'] }}\n  {action}").Action;

    private static string References(string action) => string.Join(
        ',',
        PlanReferences.Of(Read($"match: {{ types: ['*'] }}\n  {action}")).Select(each => $"{each.Kind.Singular} {each.Name} {each.Field}"));

    private static EventRuleResource Read(string spec) => (EventRuleResource)Assert.Single(PlanReader.Read(
        $$"""
        apiVersion: workflows/v1
        kind: EventRule
        metadata: { name: rule }
        spec:
          {{spec}}
        """,
        "rules.yaml"));
}
