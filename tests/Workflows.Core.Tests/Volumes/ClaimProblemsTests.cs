using Workflows.Core.Reports;
using Workflows.Core.Volumes;

namespace Workflows.Core.Tests.Volumes;

public sealed class ClaimProblemsTests
{
    private static readonly ClaimName Claim = new("shop", "data");

    [Fact]
    public void A_claim_that_failed_is_an_error_one_left_out_a_warning_and_one_that_was_moved_nothing()
    {
        var problems = ClaimProblems.Of(
            MoverTask.Backup,
            [
                new(Claim, ClaimState.Completed, null),
                ClaimOutcome.Failed(Claim, "No node has room."),
                ClaimOutcome.Skipped(Claim, "A pod excludes it."),
            ],
            null).ToArray();

        Assert.Equal([ProblemSeverity.Error, ProblemSeverity.Warning], problems.Select(problem => problem.Severity));
        Assert.Equal("The data of claim data is not in the backup: No node has room.", problems[0].Message);
        Assert.Equal(("persistentvolumeclaims", "shop"), (problems[0].Scope, problems[0].Namespace));
    }

    [Fact]
    public void What_is_to_be_known_of_a_claim_that_was_moved_is_a_warning()
    {
        var problem = Assert.Single(ClaimProblems.Of(
            MoverTask.Restore, [new(Claim, ClaimState.Completed, "2 entries are not as they were.")], null));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
        Assert.Contains("2 entries", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_that_nobody_came_to_are_an_error_though_nobody_knows_which_they_are()
    {
        var problem = Assert.Single(ClaimProblems.Of(MoverTask.Restore, [], "Claims may not be listed."));

        Assert.Equal((ProblemSeverity.Error, null), (problem.Severity, problem.Namespace));
        Assert.EndsWith("Claims may not be listed.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_is_cut_to_what_a_history_takes() =>
        Assert.Equal(ClaimOutcome.LongestReason, ClaimOutcome.Failed(Claim, new string('r', 9_000)).Reason!.Length);
}
