using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Restores;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Activities.Volumes;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Tests.Restores;

/// <summary>What is reported of a restore, to its own records and to Velero's.</summary>
public sealed class FinishRestoreTests : IDisposable
{
    private readonly RestoreRun run = new();
    private readonly RestoreSpec spec;
    private readonly RestorePlan plan;

    public FinishRestoreTests()
    {
        spec = run.Spec(cluster: run.NoCluster());
        plan = new(
            "plan",
            new(2026, 5, 20, 3, 0, 0, TimeSpan.Zero),
            Guid.Parse("11111111-2222-3333-4444-555555555555"),
            "green",
            "v1.32.0",
            [new(0, "namespaces", 1, 1, false), new(3, "configuration", 3, 3, false)],
            4,
            OutcomeCounts.None with { Skipped = 1 });
    }

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Only_the_attempts_that_count_are_reported_in_the_order_of_the_plan_and_what_was_left_out_last()
    {
        await WriteAsync(0, 0, "counts", Outcome(RestoreOutcome.Created, null, "shop", "Namespace"));
        await WriteAsync(3, 0, "dropped", Outcome(RestoreOutcome.Failed, "shop", "a"));
        await WriteAsync(3, 0, "counts", Outcome(RestoreOutcome.Created, "shop", "a"));
        await WriteAsync(3, 2, "counts", Outcome(RestoreOutcome.Unchanged, "shop", "c"));
        await RecordAsync(3, 0, new ChunkAttempt(0, "counts"), new ChunkAttempt(2, "counts"));
        await RecordAsync(0, 0, new ChunkAttempt(0, "counts"));
        await PlannedAsync(Outcome(RestoreOutcome.Skipped, "shop", "left") with { Reason = "It is left to its controller." });

        var summary = await run.FinishAsync(spec, plan, new(3, 0));

        Assert.Equal(["shop", "a", "c", "left"], (await run.OutcomesAsync("first")).Select(outcome => outcome.Key.Name));
        Assert.Equal(new(2, 1, 0, 1, 0), summary.Counts);
        Assert.Equal((RestorePhase.Completed, 3, 0, 0), (summary.Phase, summary.Compared, summary.Different, summary.Warnings));
        var report = (await run.Catalog.FindAsync("first"))!;
        Assert.Equal(("green", "v1.32.0", plan.BackupUid), (report.Context, report.ServerVersion, report.BackupUid));
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task What_the_comparison_found_stands_with_the_object_and_makes_the_restore_partial()
    {
        await WriteAsync(0, 0, "counts", Outcome(RestoreOutcome.Created, "shop", "a"), Outcome(RestoreOutcome.Created, "shop", "b"));
        await RecordAsync(0, 0, new ChunkAttempt(0, "counts"));
        await PlannedAsync();
        var documents = run.Documents(spec, plan.PlanId);
        await documents.WriteDifferencesAsync(
            0, 0, "found", [new(Key("shop", "a"), ["/data/key differs"], false), new(Key("shop", "b"), [], true)], default);
        await documents.WriteComparedAsync(0, 0, [new(0, "found")], default);

        var summary = await run.FinishAsync(spec, plan, new(2, 2), unserved: 2);

        Assert.Equal((RestorePhase.PartiallyFailed, 2, 1), (summary.Phase, summary.Different, summary.Warnings));
        var outcomes = await run.OutcomesAsync("first");
        Assert.Equal(["/data/key differs"], outcomes[0].Differences);
        Assert.Equal(["It is gone."], outcomes[1].Differences);
        Assert.Contains("2 kinds", Assert.Single((await run.Catalog.FindAsync("first"))!.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_planning_found_is_told_and_makes_nothing_partial()
    {
        await PlannedAsync();
        await run.Documents(spec, plan.PlanId).WriteProblemsAsync(
            [new(ProblemSeverity.Warning, "persistentvolumeclaims", "shop", "Claim data: it will wait.")], default);

        var summary = await run.FinishAsync(spec, plan);

        Assert.Equal((RestorePhase.Completed, 1), (summary.Phase, summary.Warnings));
        Assert.Equal("Claim data: it will wait.", Assert.Single((await run.Catalog.FindAsync("first"))!.Problems).Message);
    }

    [Theory]
    [InlineData(ClaimState.Failed, 0, RestorePhase.PartiallyFailed)]
    [InlineData(ClaimState.Completed, 3, RestorePhase.PartiallyFailed)]
    [InlineData(ClaimState.Completed, 0, RestorePhase.Completed)]
    [InlineData(ClaimState.Skipped, 0, RestorePhase.Completed)]
    public async Task Data_of_a_claim_that_is_not_as_it_was_makes_the_restore_partial_and_is_named(
        ClaimState state, long problems, RestorePhase phase)
    {
        await PlannedAsync();
        var moving = spec with { Mover = new() { Image = "mover:1" } };
        var uid = RestoreRun.Claim.RunUid;
        var outcome = new ClaimOutcome(new("shop", "data"), state, "Something is to be said of it.") { Problems = problems };
        await new RecordClaimsActivity(run.Services).RunAsync(
            RestoreRun.Context, new(VolumeRun.Of(moving, uid)!, plan.PlanId, 0, [outcome]), default);

        var summary = await new FinishRestoreActivity(run.Services).RunAsync(
            RestoreRun.Context,
            new(moving, plan, ComparisonCounts.None, 0, plan.StartedAt)
            {
                Volumes = new(plan.PlanId, 1, ClaimCounts.None.Plus(outcome)),
                RunUid = uid,
            },
            default);

        Assert.Equal(phase, summary.Phase);
        var report = (await run.Catalog.FindAsync("first"))!;
        Assert.Equal(outcome, Assert.Single(report.Volumes!));
        Assert.Contains("data", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_failed_reports_what_its_chunks_did_and_why_it_ended()
    {
        await WriteAsync(0, 0, "counts", Outcome(RestoreOutcome.Created, "shop", "a"));
        await RecordAsync(0, 0, new ChunkAttempt(0, "counts"));
        await PlannedAsync();

        var summary = await run.FinishAsync(spec, plan, failure: "The token is not accepted any more.");

        Assert.Equal((RestorePhase.Failed, 1), (summary.Phase, summary.Counts.Created));
        var problem = Assert.Single((await run.Catalog.FindAsync("first"))!.Problems);
        Assert.Equal(ProblemSeverity.Error, problem.Severity);
        Assert.EndsWith("The token is not accepted any more.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_report_is_the_same_restore()
    {
        await PlannedAsync();
        await run.FinishAsync(spec, plan);

        Assert.Equal("first", (await run.FinishAsync(spec, plan)).Name);
    }

    [Fact]
    public async Task A_late_attempt_of_a_dead_run_of_the_name_changes_nothing_of_what_is_recorded()
    {
        await PlannedAsync(Outcome(RestoreOutcome.Skipped, "shop", "dead"));
        var live = plan with { PlanId = "other", StartedAt = plan.StartedAt.AddHours(1) };
        await run.Documents(spec, live.PlanId).WritePlannedAsync([Outcome(RestoreOutcome.Skipped, "shop", "live")], default);
        await run.FinishAsync(spec, live);
        var list = Velero("resource-list.json.gz");

        // Its plan was made before the name was free again, so that it comes as far as its outcomes.
        var recorder = await RestoreRecorder.BeginAsync(run.Store, "first", plan.PlanId, plan.BackupUid, wrapping: null);
        var late = new[] { Outcome(RestoreOutcome.Skipped, "shop", "dead") }.ToAsyncEnumerable();
        var report = (await run.Catalog.FindAsync("first"))! with { StartedAt = plan.StartedAt };
        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => recorder.RecordAsync(late, () => report));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Equal(["live"], (await run.OutcomesAsync("first")).Select(outcome => outcome.Key.Name));
        Assert.Equal(list, Velero("resource-list.json.gz"));
    }

    [Fact]
    public async Task What_was_recorded_is_told_to_Velero_also_when_that_was_cut_off()
    {
        await PlannedAsync(Outcome(RestoreOutcome.Skipped, "shop", "left"));
        await run.FinishAsync(spec, plan);
        var log = Velero("logs.gz");
        Directory.Delete(Path.Combine(run.Folder, "velero"), recursive: true);

        await run.FinishAsync(spec, plan, failure: "It was reported, and nobody noticed.");

        Assert.Equal(log, Velero("logs.gz"));
    }

    [Fact]
    public async Task Velero_finds_its_own_documents_of_the_restore()
    {
        await WriteAsync(
            3,
            0,
            "counts",
            Outcome(RestoreOutcome.Created, "shop", "b"),
            Outcome(RestoreOutcome.Unchanged, "shop", "a"),
            Outcome(RestoreOutcome.Failed, "shop", "c") with { Reason = "The server said \"no\"\nand no more." },
            Outcome(RestoreOutcome.Updated, null, "shop", "Namespace"),
            Outcome(RestoreOutcome.Skipped, "shop", "d") with { Reason = "It exists and differs in /data.", KeptAsItWas = true });
        await RecordAsync(3, 0, new ChunkAttempt(0, "counts"));
        await PlannedAsync(Outcome(RestoreOutcome.Skipped, "shop", "e") with { Reason = "It is left to its controller." });

        await run.FinishAsync(spec, plan, failure: "The disk is full.");

        AssertJson(
            """{"v1/ConfigMap":["shop/a(skipped)","shop/b(created)","shop/c(failed)","shop/d(skipped)","shop/e(skipped)"],"v1/Namespace":["shop(updated)"]}""",
            Velero("resource-list.json.gz"));
        var results = JsonNode.Parse(Velero("results.gz"))!;
        Assert.EndsWith("The disk is full.", Assert.Single(results["errors"]!["velero"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        AssertJson(
            """{"shop":["configmaps/c: The server said \"no\"\nand no more."]}""", results["errors"]!["namespaces"]!.ToJsonString());
        AssertJson(
            """{"namespaces":{"shop":["configmaps/d: It exists and differs in /data."]}}""", results["warnings"]!.ToJsonString());
        var log = Velero("logs.gz").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(9, log.Length);
        Assert.Contains(log, line => line.EndsWith("level=error msg=\"Failed configmaps/shop/c: The server said \\\"no\\\" and no more.\"", StringComparison.Ordinal));
        Assert.StartsWith("time=\"2026-05-20T03:00:00.0000000+00:00\" level=info msg=\"Restore of backup nightly", log[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no gzip at all")]
    [InlineData("null\n", true)]
    [InlineData("{\"key\":7}\n", true)]
    public async Task A_damaged_list_of_outcomes_is_named(string content, bool packed = false)
    {
        await PlannedAsync();
        await run.FinishAsync(spec, plan);
        var bytes = Encoding.UTF8.GetBytes(content);
        await run.Store.WriteAsync(
            "catalog/outcomes/first/plan.jsonl.gz", packed ? Pack(bytes) : bytes, WriteCondition.None);

        var damaged = await Assert.ThrowsAsync<WorkflowsException>(() => run.OutcomesAsync("first"));

        Assert.Equal(ErrorKind.Damaged, damaged.Kind);
        Assert.Contains("'catalog/outcomes/first/plan.jsonl.gz' is damaged", damaged.Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static ObjectKey Key(string? ns, string name, string kind = "ConfigMap") =>
        new(new(kind == "Namespace" ? "namespaces" : "configmaps", ""), ns, name);

    private static ObjectOutcome Outcome(RestoreOutcome outcome, string? ns, string name, string kind = "ConfigMap") =>
        new(Key(ns, name, kind), outcome) { ApiVersion = "v1", Kind = kind };

    private Task WriteAsync(int wave, int chunk, string attempt, params ObjectOutcome[] outcomes) =>
        run.Documents(spec, plan.PlanId).WriteOutcomesAsync(wave, chunk, attempt, outcomes, default);

    private Task RecordAsync(int wave, int group, params ChunkAttempt[] attempts) =>
        run.Documents(spec, plan.PlanId).WriteRestoredAsync(wave, group, attempts, default);

    private Task PlannedAsync(params ObjectOutcome[] outcomes) =>
        run.Documents(spec, plan.PlanId).WritePlannedAsync(outcomes, default);

    private string Velero(string document)
    {
        using var file = File.OpenRead(Path.Combine(run.Folder, "velero", "restores", "first", $"restore-first-{document}"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
