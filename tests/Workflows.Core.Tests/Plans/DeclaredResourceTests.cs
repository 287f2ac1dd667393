using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans;

public sealed class DeclaredResourceTests
{
    private const string Plan = """
        # a comment
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: nightly, labels: { year: "2026", on: "true" } }
        spec:
          description: "Ünïcode 😀, \"quotes\" and\na line"
          cluster: "007"
          includeSecrets: true
          schedule: { cron: "30 2 * * *", graceMinutes: 05, paused: }
        """;

    [Fact]
    public void What_is_kept_has_the_fields_that_were_given_with_their_types_and_nothing_else()
    {
        var kept = Declare(Plan).ToJson();

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    {"apiVersion":"workflows/v1","kind":"BackupPlan",
                     "metadata":{"name":"nightly","labels":{"year":"2026","on":"true"}},
                     "spec":{"description":"Ünïcode 😀, \"quotes\" and\na line","cluster":"007","includeSecrets":true,
                             "schedule":{"cron":"30 2 * * *","graceMinutes":5}}}
                    """),
                kept),
            kept.ToJsonString());
    }

    [Fact]
    public void What_is_kept_reads_as_the_same_again()
    {
        var first = Declare(Plan);

        var again = PlanReader.ReadKept(JsonSerializer.SerializeToElement(first.ToJson()), "store");

        Assert.Equal("backupplan/nightly", again.Title);
        Assert.Equal(((BackupPlanResource)first.Resource).Schedule!.Policy, ((BackupPlanResource)again.Resource).Schedule!.Policy);
        Assert.True(JsonNode.DeepEquals(first.ToJson(), again.ToJson()));
    }

    [Fact]
    public void What_is_kept_and_not_valid_is_refused_by_its_field()
    {
        var json = Declare(Plan).ToJson();
        json["spec"]!["cluster"] = 7;
        json["spec"]!["colour"] = "red";

        var wrong = Assert.Throws<PlanException>(() => PlanReader.ReadKept(JsonSerializer.SerializeToElement(json), "a file"));

        Assert.Equal(["spec.cluster", "spec.colour"], wrong.Problems.Select(problem => problem.Field).Order(StringComparer.Ordinal));
        Assert.StartsWith("a file, spec.c", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_several_files_are_told_at_once_each_with_its_file()
    {
        PlanText[] texts = [new("one.yaml", "kind: Nothing"), new("two.yaml", "a: [")];

        var wrong = Assert.Throws<PlanException>(() => PlanReader.ReadDeclared(texts));

        Assert.Equal(["one.yaml", "two.yaml"], wrong.Problems.Select(problem => problem.Source));
        Assert.Contains("one.yaml, line 1, kind", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("two.yaml, line ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_in_two_files_is_a_mistake()
    {
        PlanText[] texts = [new("one.yaml", Plan), new("two.yaml", Plan)];

        var wrong = Assert.Throws<PlanException>(() => PlanReader.ReadDeclared(texts));

        Assert.Equal(("two.yaml", "\"nightly\" is declared twice."), (wrong.Problems[0].Source, wrong.Problems[0].Text));
    }

    [Fact]
    public void A_problem_beyond_form_has_the_line_of_its_field()
    {
        Assert.Equal(7, Declare(Plan).Problem("spec.cluster", "There is none.").Line);
        Assert.Equal(9, Declare(Plan).Problem("spec.schedule.rpo.targetMinutes", "There is none.").Line);
    }

    [Theory]
    [InlineData("bp", "BackupPlan")]
    [InlineData("BackupPlans", "BackupPlan")]
    [InlineData("cluster", "Cluster")]
    [InlineData("pods", null)]
    public void A_kind_goes_by_several_words(string word, string? kind) => Assert.Equal(kind, ResourceKind.Find(word)?.Name);

    [Fact]
    public void A_locked_retention_stays_and_so_does_a_deactivated_plan()
    {
        var locked = Plan + "\n  retention: { keepDaily: 7, locked: true }";

        Assert.Empty(PlanChanges.ProblemsOf(Resource(Plan), Resource(locked)));
        Assert.Equal(["spec.retention"], PlanChanges.ProblemsOf(Resource(locked), Resource(Plan)).Select(problem => problem.Field));
        Assert.Empty(PlanChanges.ProblemsOf(Resource(locked), Resource(locked + "\n  deactivated: true")));
        Assert.Equal(
            ["spec.deactivated"],
            PlanChanges.ProblemsOf(Resource(Plan + "\n  deactivated: true"), Resource(Plan)).Select(problem => problem.Field));
    }

    private static PlanResource Resource(string text) => Declare(text).Resource;

    private static DeclaredResource Declare(string text) => Assert.Single(PlanReader.ReadDeclared([new PlanText("plans.yaml", text)]));
}
