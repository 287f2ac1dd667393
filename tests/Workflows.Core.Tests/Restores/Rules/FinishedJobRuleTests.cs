using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class FinishedJobRuleTests
{
    private static readonly IRestoreRule Rule = new FinishedJobRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "jobs.batch");

    [Fact]
    public void A_job_that_completed_is_skipped() => RuleTest.AssertSkips(Rule, """{"status":{"completionTime":"2026-01-01T00:00:00Z"}}""");

    [Fact]
    public void A_job_that_failed_is_skipped() => RuleTest.AssertSkips(Rule, """{"status":{"conditions":[{"type":"Failed","status":"True"}]}}""");

    [Fact]
    public void A_job_that_still_runs_is_kept() => RuleTest.AssertKeeps(Rule, """{"status":{"active":1,"conditions":[{"type":"Failed","status":"False"},{"type":"Suspended","status":"True"}]}}""");
}
