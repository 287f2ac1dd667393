using Workflows.Core.Errors;
using Workflows.Core.Plans;
using Workflows.Core.Restores;
using Workflows.Core.Retention;
using Workflows.Core.Schedules;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Plans;

public sealed class PlanReaderTests
{
    private const string Whole = """
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata:
          name: daily
          labels: { team: shop }
        spec:
          description: The shop, each night
          cluster: blue
          store: /backups
          selection:
            includedNamespaces: [shop, shop-*]
            labelSelector: tier!=cache
          includeSecrets: true
          includeVolumeData: true
          encryptionKey: { file: /etc/workflows/key }
          runHooks: false
          permissive: true
          schedule:
            cron: "0 3 * * *"
            timeZone: Europe/Berlin
            paused: true
            missedRuns: runAll
            missedLimit: 7
            graceMinutes: 30
            overlap: queue
          retention:
            retainDays: 30
            deleteLockDays: 7
            locked: true
            keepLast: 1
            keepHourly: 2
            keepDaily: 3
            keepWeekly: 4
            keepMonthly: 5
            keepYearly: 6
            keepFailedDays: 8
            timeZone: Europe/Berlin
          deactivated: true
        """;

    [Fact]
    public void A_backup_plan_has_a_place_for_all_that_Backup_for_GKE_has()
    {
        var plan = Assert.IsType<BackupPlanResource>(Assert.Single(PlanReader.Read(Whole, "plans.yaml")));

        Assert.Equal(("daily", "shop", "blue", "/backups"), (plan.Name, plan.Labels["team"], plan.Cluster, plan.Store));
        Assert.Equal(new ObjectSelection { IncludedNamespaces = ["shop", "shop-*"], LabelSelector = "tier!=cache" }, plan.Selection);
        Assert.Equal(
            (true, true, "/etc/workflows/key", false, true, true),
            (plan.IncludeSecrets, plan.IncludeVolumeData, plan.Key?.File, plan.RunHooks, plan.Permissive, plan.Deactivated));
        Assert.Equal("CRON_TZ=Europe/Berlin 0 3 * * *", plan.Schedule?.Cron?.ToString());
        Assert.Equal(
            new SchedulePolicy
            {
                Paused = true, Missed = MissedRuns.RunAll, MissedLimit = 7, Grace = TimeSpan.FromMinutes(30), Overlap = OverlapPolicy.Queue,
            },
            plan.Schedule?.Policy);
        Assert.Equal(
            new RetentionPolicy
            {
                RetainDays = 30, DeleteLockDays = 7, Locked = true, KeepLast = 1, KeepHourly = 2, KeepDaily = 3, KeepWeekly = 4,
                KeepMonthly = 5, KeepYearly = 6, KeepFailedDays = 8, TimeZone = "Europe/Berlin",
            },
            plan.Retention);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var plan = Assert.IsType<BackupPlanResource>(Assert.Single(PlanReader.Read(
            """
            apiVersion: workflows/v1
            kind: BackupPlan
            metadata: { name: daily }
            spec: { cluster: blue, includeSecrets: false }
            """,
            "plans.yaml")));

        Assert.Null(plan.Schedule);
        Assert.Equal(new RetentionPolicy(), plan.Retention);
        Assert.Equal(new ObjectSelection(), plan.Selection);
        Assert.Equal((false, true, false, false), (plan.IncludeVolumeData, plan.RunHooks, plan.Permissive, plan.Deactivated));
    }

    [Fact]
    public void One_file_may_hold_several_kinds()
    {
        var read = PlanReader.Read(
            """
            ---
            apiVersion: workflows/v1
            kind: Cluster
            metadata: { name: blue }
            spec: { kubeconfig: [/etc/workflows/blue], context: admin }
            ---
            apiVersion: workflows/v1
            kind: Schedule
            metadata: { name: often }
            spec:
              backupPlan: daily
              rpo:
                targetMinutes: 240
                exclusionWindows:
                - { startTime: "09:00", duration: 90m, daysOfWeek: [monday, Friday] }
                - { startTime: 22:00, duration: 6h, singleOccurrenceDate: 2026-12-24 }
            ---
            apiVersion: workflows/v1
            kind: RestorePlan
            metadata: { name: back }
            spec:
              backupPlan: daily
              cluster: green
              namespaceMappings: { shop: shop-test }
              conflict: update
              volumeData: noData
              preserveNodePorts: true
            """,
            "plans.yaml");

        Assert.Equal(["blue", "often", "back"], read.Select(resource => resource.Name));
        Assert.Equal("admin", Assert.IsType<ClusterResource>(read[0]).Reference.Context);
        var rpo = Assert.IsType<ScheduleResource>(read[1]).Schedule.Rpo!;
        Assert.Equal(240, rpo.Minutes);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], rpo.Exclusions[0].Days);
        Assert.Equal((new DateOnly(2026, 12, 24), new TimeOnly(22, 0)), (rpo.Exclusions[1].Date, rpo.Exclusions[1].Start));
        var restore = Assert.IsType<RestorePlanResource>(read[2]);
        Assert.Equal(
            ("shop-test", ConflictMode.Update, VolumeDataPolicy.NoData), (restore.NamespaceMappings["shop"], restore.Conflict, restore.VolumeData));
    }

    [Fact]
    public void JSON_is_read_too() =>
        Assert.Equal("blue", Assert.Single(PlanReader.Read(
            """{"apiVersion": "workflows/v1", "kind": "Cluster", "metadata": {"name": "blue"}, "spec": {"inCluster": true}}""",
            "request")).Name);

    [Fact]
    public void Every_problem_is_told_at_once_with_its_line_and_field()
    {
        var wrong = Whole
            .Replace("name: daily", "name: Daily")
            .Replace("0 3 * * *", "0 25 * * *")
            .Replace("keepDaily: 3", "keepDaily: many")
            .Replace("permissive: true", "permisive: true")
            .Replace("retainDays: 30", "retainDays: 3");

        var error = Assert.Throws<PlanException>(() => PlanReader.Read(wrong, "plans.yaml"));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            [(4, "metadata.name"), (17, "spec.permisive"), (19, "spec.schedule.cron"), (27, "spec.retention"), (32, "spec.retention.keepDaily")],
            error.Problems.Select(problem => ((int)problem.Line, problem.Field)));
        Assert.StartsWith("plans.yaml, line 4, metadata.name: ", error.Message);
        Assert.All(error.Problems, problem => Assert.EndsWith(".", problem.Text));
    }

    [Theory]
    [InlineData("schedule: { cron: \"@daily\", rpo: { targetMinutes: 60 } }", "either cron or rpo")]
    [InlineData("schedule: { paused: true }", "either cron or rpo")]
    [InlineData("schedule: { rpo: {} }", "This field is needed")]
    [InlineData("schedule: { rpo: { targetMinutes: 5 } }", "from 60 to 86400")]
    [InlineData("schedule: { rpo: { targetMinutes: 60, exclusionWindows: [ { startTime: 1:00, duration: 30m, daily: true } ] } }", "time of day")]
    [InlineData("schedule: { rpo: { targetMinutes: 60, exclusionWindows: [ { startTime: 01:00, duration: 30m } ] } }", "one of")]
    [InlineData("schedule: { rpo: { targetMinutes: 60, exclusionWindows: [ { startTime: 01:00, duration: 30, daily: true } ] } }", "quotes")]
    [InlineData("schedule: { rpo: { targetMinutes: 60, exclusionWindows: [ { startTime: 01:00, duration: 50m, daily: true } ] } }", "no room")]
    [InlineData("schedule: { rpo: { targetMinutes: 60, exclusionWindows: [ { startTime: 01:00, duration: 30m, daysOfWeek: [mo] } ] } }", "monday")]
    [InlineData("schedule: { cron: \"@daily\", timeZone: Mars/Olympus }", "Mars/Olympus")]
    [InlineData("schedule: { cron: \"@daily\", missedRuns: all }", "One of runOnce, skip, runAll")]
    [InlineData("schedule: { cron: @daily }", "quotes")]
    [InlineData("schedule: { cron: */5 * * * * }", "quotes")]
    [InlineData("schedule: { cron: 5 }", "put 5 into quotes")]
    [InlineData("schedule: daily", "Fields are expected")]
    [InlineData("selection: { includedNamespaces: shop }", "A list is expected")]
    [InlineData("selection: { includedNamespaces: [ \"{a}\" ] }", "{a}")]
    [InlineData("permissive: yes", "true or false")]
    [InlineData("volumeAction: snapshot", "which includeVolumeData: true backs up")]
    [InlineData("permissive: \"true\"", "true or false")]
    [InlineData("encryptionKey: { file: key }", "no absolute path")]
    [InlineData("encryptionKey: { file: /key, keyVault: \"https://v.vault.azure.net/keys/k\" }", "either file or keyVault")]
    [InlineData("encryptionKey: { keyVault: \"https://v.vault.azure.net.attacker.example/keys/k\" }", "A key in Azure Key Vault has an address")]
    [InlineData("retention: { deleteLockDays: 91 }", "from 0 to 90")]
    [InlineData("cluster: green", "given twice")]
    public void What_is_wrong_in_a_plan_is_said(string field, string expected)
    {
        var error = Assert.Throws<PlanException>(() => PlanReader.Read(
            $"""
            apiVersion: workflows/v1
            kind: BackupPlan
            metadata: {"{"} name: daily {"}"}
            spec:
              cluster: blue
              includeSecrets: false
              {field}
            """,
            "plans.yaml"));

        Assert.Contains(error.Problems, problem => problem.Text.Contains(expected, StringComparison.Ordinal));
        Assert.All(error.Problems, problem => Assert.Equal(7, problem.Line));
    }

    [Theory]
    [InlineData("moverNamespace: movers", "it takes volumeAction: snapshotAndMove")]
    [InlineData("moverNamespace: a.b", "can't name a namespace")]
    [InlineData("volumeAction: copy", "One of filesystem, snapshot, snapshotAndMove")]
    public void What_is_wrong_about_volumes_is_said(string field, string expected)
    {
        var error = Assert.Throws<PlanException>(() => PlanReader.Read(
            Whole.Replace("includeVolumeData: true", $"includeVolumeData: true\n  {field}", StringComparison.Ordinal), "plans.yaml"));

        Assert.Contains(error.Problems, problem => problem.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- a", "A document has fields")]
    [InlineData("kind: Pod", "One of BackupPlan, Cluster, EventRule, RestorePlan, Schedule")]
    [InlineData("apiVersion: v1\nkind: Cluster", "workflows/v1 is expected")]
    [InlineData("kind: Cluster\nmetadata: { name: a }\nspec: { inCluster: true }", "This field is needed")]
    [InlineData("apiVersion: workflows/v1\nkind: Cluster\nspec: { inCluster: true }", "This field is needed")]
    [InlineData("apiVersion: workflows/v1\nkind: Cluster\nmetadata: { name: a }", "This field is needed")]
    [InlineData("apiVersion: workflows/v1\nkind: Cluster\nmetadata: { name: a }\nspec: {}", "one of kubeconfig, kubeconfigSecret, aks, eks, gke")]
    [InlineData("a: &x 1\nb: *x", "An alias")]
    [InlineData("a: [", "not valid YAML")]
    [InlineData("[a]: 1", "name of a field")]
    public void What_is_no_plan_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<PlanException>(() => PlanReader.Read(text, "plans.yaml")).Message);

    [Fact]
    public void A_plan_without_a_key_says_whether_Secrets_are_captured() =>
        Assert.Contains("includeSecrets", Assert.Throws<PlanException>(() => PlanReader.Read(
            "apiVersion: workflows/v1\nkind: BackupPlan\nmetadata: { name: a }\nspec: { cluster: blue }", "plans.yaml")).Message);

    [Fact]
    public void The_same_name_twice_is_refused()
    {
        const string Cluster = "apiVersion: workflows/v1\nkind: Cluster\nmetadata: { name: a }\nspec: { inCluster: true }\n";

        Assert.Contains("declared twice", Assert.Throws<PlanException>(() => PlanReader.Read($"{Cluster}---\n{Cluster}", "plans.yaml")).Message);
    }

    [Fact]
    public void A_text_that_is_made_to_hurt_is_refused()
    {
        Assert.Contains("deeper", Assert.Throws<PlanException>(() => PlanReader.Read(new string('[', 100_000), "plans.yaml")).Message);
        Assert.Contains("characters", Assert.Throws<PlanException>(() => PlanReader.Read(new string('a', 2 << 20), "plans.yaml")).Message);
        Assert.Empty(PlanReader.Read("", "plans.yaml"));
        Assert.Empty(PlanReader.Read("# nothing\n---\n", "plans.yaml"));
    }
}
