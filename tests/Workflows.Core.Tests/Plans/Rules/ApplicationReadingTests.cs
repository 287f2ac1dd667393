using Workflows.Core.Applications;
using Workflows.Core.Hooks;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans.Rules;

public sealed class ApplicationReadingTests
{
    private const string Shop =
        """
        apiVersion: workflows.dev/v1
        kind: ProtectedApplication
        metadata: { name: shop, namespace: prod }
        spec:
          resourceSelection:
            type: Selector
            selector: { matchLabels: { app: shop } }
          components:
            - name: database
              resourceKind: StatefulSet
              resourceNames: [db]
              strategy:
                type: BackupAllRestoreAll
                backupAllRestoreAll:
                  backupPreHooks: [{ name: freeze, container: db, command: [/freeze.sh], timeout: 1m }]
                  backupPostHooks: [{ name: thaw, command: [/thaw.sh], onError: Continue }]

        """;

    private const string DumpAndLoad =
        """
        type: DumpAndLoad
                dumpAndLoad:
                  dumpTarget: db
                  loadTarget: db
                  dumpHooks: [{ name: dump, command: [/dump.sh] }]
                  backupPostHooks: [{ name: clean, command: [/clean.sh] }]
                  loadHooks: [{ name: load, command: [/load.sh] }]
                  volumeSelector: { matchLabels: { kind: dump } }
        """;

    private const string Source = "applications.yaml";

    [Fact]
    public void An_application_is_its_components_hooks_and_all_its_pods_together()
    {
        var (rules, components) = Read(Shop + "---\n" + Shop.Replace("name: shop,", "name: other,", StringComparison.Ordinal));

        Assert.Empty(components);
        Assert.Equal(["shop/database", "shop", "other/database", "other"], rules.Select(rule => rule.Name));
        Assert.All(rules.Take(2), rule => Assert.Equal("prod/shop", rule.Application));
        Assert.All(rules, rule => Assert.Equal(["prod"], rule.Pods.IncludedNamespaces));
        Assert.All(rules, rule => Assert.Equal("app=shop", rule.Pods.LabelSelector));
        Assert.Equal([new HookedWorkload("StatefulSet", "db")], rules[0].Workloads);
        var pre = Assert.Single(rules[0].Pre);
        Assert.Equal(["/freeze.sh"], pre.Command);
        Assert.Equal(("db", TimeSpan.FromMinutes(1), "shop/database/freeze"), (pre.Container, pre.Timeout, pre.Rule));
        Assert.Equal(HookOnError.Continue, Assert.Single(rules[0].Post).OnError);
        Assert.Empty(rules[1].Workloads);
        Assert.Empty(rules[1].Pre);
    }

    [Theory]
    [InlineData("workflows.dev/v1", "workflows.dev/v2", 1, "apiVersion", "One of workflows.dev/v1 is expected here.")]
    [InlineData("StatefulSet", "Service", 10, "spec.components[0].resourceKind", "One of Deployment, StatefulSet")]
    [InlineData("resourceNames: [db]", "resourceNames: []", 11, "spec.components[0].resourceNames", "A list of names is expected here.")]
    [InlineData("type: BackupAllRestoreAll", "type: Dump", 13, "spec.components[0].strategy.type", "One of BackupAllRestoreAll, BackupOneRestoreAll, DumpAndLoad")]
    [InlineData("type: BackupAllRestoreAll", "type: DumpAndLoad", 13, "spec.components[0].strategy.type", "DumpAndLoad takes dumpAndLoad beside it.")]
    [InlineData("type: BackupAllRestoreAll", "type: DumpAndLoad", 14, "spec.components[0].strategy.backupAllRestoreAll", "This is no part of type: DumpAndLoad.")]
    [InlineData("backupPostHooks", "backupPosthooks", 16, "spec.components[0].strategy.backupAllRestoreAll.backupPosthooks", "There is no such field here")]
    [InlineData("namespace: prod", "namespace: prod-*", 3, "metadata.namespace", "The name of one namespace is expected here.")]
    [InlineData("type: Selector", "type: ApplicationName", 6, "spec.resourceSelection.type", "One of Selector is expected here.")]
    public void What_is_not_understood_is_refused_with_its_line(string right, string wrong, int line, string field, string problem)
    {
        var refused = Assert.Throws<PlanException>(() => Read(Shop.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(refused.Problems, told =>
            told.Line == line && told.Field == field && told.Text.Contains(problem, StringComparison.Ordinal));
        Assert.Contains($"{Source}, line {line}, {field}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_is_one_application()
    {
        var refused = Assert.Throws<PlanException>(() => Read($"{Shop}---\n{Shop}"));

        Assert.Contains("Application prod/shop is given twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_pods_data_for_all_is_read_from_the_second_of_a_replicated_application()
    {
        var (rules, components) = Read(With(
            """
            type: BackupOneRestoreAll
                    backupOneRestoreAll:
                      backupTargetName: db
                      backupPreHooks: [{ name: freeze, command: [/freeze.sh] }]
                      volumeSelector: { matchLabels: { kind: data } }
            """));

        Assert.Equal((PodPick.SecondOfMany, PodPick.Every), (rules[0].Pick, rules[1].Pick));
        var component = Assert.Single(components);
        Assert.Equal(new HookedWorkload("StatefulSet", "db"), component.Source);
        Assert.Equal((PodPick.SecondOfMany, "kind=data", "shop/database"), (component.Pick, component.VolumeSelector, component.Name));
        Assert.Equal(["prod"], component.Pods.IncludedNamespaces);
    }

    [Fact]
    public void Of_several_workloads_the_named_ones_first_pod_stands_for_all()
    {
        var (rules, components) = Read(With(
            """
            type: BackupOneRestoreAll
                    backupOneRestoreAll: { backupTargetName: db-1 }
            """).Replace("[db]", "[db-0, db-1]", StringComparison.Ordinal));

        Assert.Equal([new HookedWorkload("StatefulSet", "db-1")], rules[0].Workloads);
        Assert.Equal((PodPick.First, 2), (components[0].Pick, components[0].Workloads.Count));
    }

    [Fact]
    public void What_is_dumped_by_one_pod_is_loaded_by_one_that_is_ready()
    {
        var (backup, components) = Read(With(DumpAndLoad));
        var restore = Assert.Single(RuleReader.RestoreApplications(With(DumpAndLoad), Source));

        Assert.Equal(["/dump.sh"], Assert.Single(backup[0].Pre).Command);
        Assert.Equal(["/clean.sh"], Assert.Single(backup[0].Post).Command);
        Assert.Equal(PodPick.SecondOfMany, backup[0].Pick);
        Assert.All(backup, rule => Assert.Empty(rule.Restored));
        Assert.Equal(("kind=dump", null), (components[0].VolumeSelector, components[0].Source));
        Assert.Equal((PodPick.First, null, 0), (restore.Pick, restore.Application, restore.Pre.Count));
        var load = Assert.Single(restore.Restored);
        Assert.Equal(["/load.sh"], load.Command);
        Assert.True(load.Wait!.ForReady);
    }

    [Theory]
    [InlineData("dumpTarget: db", "dumpTarget: web", "dumpAndLoad.dumpTarget: One of the component's resourceNames is expected here.")]
    [InlineData("loadHooks: [{ name: load, command: [/load.sh] }]", "loadHooks: []", "dumpHooks and loadHooks are needed here")]
    [InlineData("volumeSelector: { matchLabels: { kind: dump } }", "", "it names the volume that is dumped to")]
    public void A_dump_that_could_not_be_loaded_is_refused(string right, string wrong, string problem)
    {
        var refused = Assert.Throws<PlanException>(
            () => Read(With(DumpAndLoad.Replace(right, wrong, StringComparison.Ordinal))));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_has_no_use_for_a_file_that_loads_nothing()
    {
        var refused = Assert.Throws<PlanException>(() => RuleReader.RestoreApplications(Shop, Source));

        Assert.Contains("holds nothing for a restore", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The shop with another strategy, whose first line stands where the strategy's type does.</summary>
    private static string With(string strategy) => Shop[..Shop.IndexOf("type: BackupAllRestoreAll", StringComparison.Ordinal)] + strategy + "\n";

    private static ApplicationRules Read(string yaml) => RuleReader.BackupApplications(yaml, Source);
}
