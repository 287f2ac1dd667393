using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;

namespace Workflows.Activities.Tests.Restores;

/// <summary>One object against a real API server.</summary>
public sealed class ObjectRestorerTests
{
    [ClusterFact]
    public async Task What_is_not_there_is_created_with_the_labels_of_its_restore()
    {
        await using var ns = await LiveNamespace.CreateAsync();

        var outcome = await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "a"));

        Assert.Equal(RestoreOutcome.Created, outcome.Outcome);
        var live = await ns.FindAsync(Kinds.ConfigMaps, "settings");
        Assert.Equal("a", live!["data"]!["key"]!.GetValue<string>());
        Assert.Equal("first", live["metadata"]!["labels"]![RestoreLabels.RestoreName]!.GetValue<string>());
    }

    [ClusterTheory]
    [InlineData(ConflictMode.Skip)]
    [InlineData(ConflictMode.Update)]
    public async Task A_retry_finds_what_its_restore_created_and_leaves_it_alone(ConflictMode conflict)
    {
        await using var ns = await LiveNamespace.CreateAsync();
        var restored = Restored.ConfigMap(ns.Name, "settings", "a");
        await RestoreAsync(ns, restored, conflict);
        await ns.MergeAsync(Kinds.ConfigMaps, "settings", """{ "data": { "key": "changed since" } }""");

        var again = await RestoreAsync(ns, restored, conflict);

        Assert.Equal(RestoreOutcome.Created, again.Outcome);
        var live = await ns.FindAsync(Kinds.ConfigMaps, "settings");
        Assert.Equal("changed since", live!["data"]!["key"]!.GetValue<string>());
    }

    [ClusterTheory]
    [InlineData(ConflictMode.Skip)]
    [InlineData(ConflictMode.Update)]
    public async Task What_is_there_as_archived_is_unchanged_whoever_made_it(ConflictMode conflict)
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "a" } }""");
        await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "other", "a", "earlier"), name: "earlier");

        Assert.Equal(
            RestoreOutcome.Unchanged,
            (await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "a"), conflict)).Outcome);
        Assert.Equal(
            RestoreOutcome.Unchanged,
            (await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "other", "a"), conflict)).Outcome);
    }

    [ClusterFact]
    public async Task What_is_there_and_differs_is_skipped_and_the_reason_names_the_fields()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(
            Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "b", "more": "c" } }""");

        var outcome = await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "a"));

        Assert.Equal(RestoreOutcome.Skipped, outcome.Outcome);
        Assert.Equal("It exists and differs in /data/key, /data/more.", outcome.Reason);
        Assert.True(outcome.KeptAsItWas);
        var live = await ns.FindAsync(Kinds.ConfigMaps, "settings");
        Assert.Equal("b", live!["data"]!["key"]!.GetValue<string>());
    }

    [ClusterFact]
    public async Task What_is_there_and_differs_is_made_as_archived_when_asked_for()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(
            Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "b", "more": "c" } }""");

        var outcome = await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "a"), ConflictMode.Update);

        Assert.Equal(RestoreOutcome.Updated, outcome.Outcome);
        var live = await ns.FindAsync(Kinds.ConfigMaps, "settings");
        Assert.Equal("""{"key":"a"}""", live!["data"]!.ToJsonString());
        Assert.Equal("first", live["metadata"]!["labels"]![RestoreLabels.RestoreName]!.GetValue<string>());
    }

    [ClusterTheory]
    [InlineData(null)]
    [InlineData("earlier")]
    public async Task A_retry_reports_what_its_restore_updated_as_updated(string? createdBy)
    {
        await using var ns = await LiveNamespace.CreateAsync();
        if (createdBy is null)
        {
            await ns.CreateAsync(Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "b" } }""");
        }
        else
        {
            await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "b", createdBy), name: createdBy);
        }

        var restored = Restored.ConfigMap(ns.Name, "settings", "a");
        await RestoreAsync(ns, restored, ConflictMode.Update);

        Assert.Equal(RestoreOutcome.Updated, (await RestoreAsync(ns, restored, ConflictMode.Update)).Outcome);
    }

    [ClusterFact]
    public async Task What_a_restore_updated_and_somebody_changed_before_the_retry_is_updated_again()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "b" } }""");
        var restored = Restored.ConfigMap(ns.Name, "settings", "a");
        await RestoreAsync(ns, restored, ConflictMode.Update);
        await ns.MergeAsync(Kinds.ConfigMaps, "settings", """{ "data": { "key": "c" } }""");

        Assert.Equal(RestoreOutcome.Updated, (await RestoreAsync(ns, restored, ConflictMode.Update)).Outcome);
        Assert.Equal("a", (await ns.FindAsync(Kinds.ConfigMaps, "settings"))!["data"]!["key"]!.GetValue<string>());
    }

    [ClusterFact]
    public async Task A_service_account_that_is_there_gets_what_the_archived_one_has_beyond_it_and_keeps_its_own()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(
            Kinds.ServiceAccounts,
            """{ "metadata": { "name": "builder" }, "imagePullSecrets": [{ "name": "live" }] }""");
        var restored = Restored.Object(
            Kinds.ServiceAccounts, ns.Name, "builder", """{ "imagePullSecrets": [{ "name": "archived" }] }""");

        var outcome = await RestoreAsync(ns, restored);

        Assert.Equal(RestoreOutcome.Updated, outcome.Outcome);
        var live = await ns.FindAsync(Kinds.ServiceAccounts, "builder");
        Assert.Equal("""[{"name":"live"},{"name":"archived"}]""", live!["imagePullSecrets"]!.ToJsonString());
        Assert.Equal(RestoreOutcome.Updated, (await RestoreAsync(ns, restored)).Outcome);
    }

    [ClusterFact]
    public async Task What_the_server_finds_invalid_fails_with_its_reason_and_nothing_else()
    {
        await using var ns = await LiveNamespace.CreateAsync();

        var outcome = await RestoreAsync(
            ns, Restored.Object(Kinds.Services, ns.Name, "web", """{ "spec": { "ports": [{ "port": 99999 }] } }"""));

        Assert.Equal(RestoreOutcome.Failed, outcome.Outcome);
        Assert.Contains("spec.ports[0].port", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("422", outcome.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task What_a_quota_forbids_fails_unless_it_is_there_already()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(Kinds.ConfigMaps, """{ "metadata": { "name": "settings" }, "data": { "key": "a" } }""");
        await ns.CreateAsync(
            Kinds.Quotas, """{ "metadata": { "name": "full" }, "spec": { "hard": { "count/configmaps": "1" } } }""");
        await ns.AwaitAsync(
            Kinds.Quotas, "full", quota => quota["status"]?["used"]?["count/configmaps"] is { } used && used.GetValue<string>() != "0");

        var existing = await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "settings", "a"));
        var another = await RestoreAsync(ns, Restored.ConfigMap(ns.Name, "another", "a"));

        Assert.Equal(RestoreOutcome.Unchanged, existing.Outcome);
        Assert.Equal(RestoreOutcome.Failed, another.Outcome);
        Assert.Contains("exceeded quota", another.Reason, StringComparison.Ordinal);
    }

    private static Task<ObjectOutcome> RestoreAsync(
        LiveNamespace ns, RestoredObject restored, ConflictMode conflict = ConflictMode.Skip, string name = "first") =>
        new ObjectRestorer(ns.Client, Restored.Spec(conflict, name), TimeProvider.System).RestoreAsync(restored, default);
}
