using Workflows.Core.Volumes;

namespace Workflows.Core.Tests.Volumes;

public sealed class ClaimCopiesTests
{
    private static readonly ClaimName Source = new("shop", "data-1");

    private static readonly ClaimName Copy = new("shop", "data-0");

    private static readonly ClaimOutcome Undecided = new PlannedClaim(Copy, "r", "v") { CopyOf = Source }.Decided()!;

    [Fact]
    public void A_copy_is_in_the_backup_as_far_as_its_source_is()
    {
        var moved = new ClaimOutcome(Source, ClaimState.Completed, "Two entries vanished.") { Record = "n.000000000001", Volume = "v1", Bytes = 7, StoredBytes = 5 };

        var outcome = ClaimCopies.Resolve([Undecided, moved])[0];

        Assert.Equal((Copy, ClaimState.Completed, Source, 7L, 0L), (outcome.Claim, outcome.State, outcome.CopyOf, outcome.Bytes, outcome.StoredBytes));
        Assert.Null(outcome.Record);
        Assert.Equal("data-1", ArchivedClaim.Of(outcome).CopyOf);
    }

    [Fact]
    public void A_copy_of_what_is_not_in_the_backup_is_a_failure_that_says_why()
    {
        var failed = ClaimCopies.Resolve([ClaimOutcome.Failed(Source, "The node is gone."), Undecided])[1];
        var missing = ClaimCopies.Resolve([Undecided])[0];

        Assert.Equal((ClaimState.Failed, null), (failed.State, failed.CopyOf));
        Assert.Contains("claim data-1, which is not in the backup: The node is gone.", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("claim data-1, which was not come to", missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_is_restored_from_where_its_source_lies()
    {
        var source = ArchivedClaim.Of(new(Source, ClaimState.Completed, null) { Record = "n.000000000001", Volume = "v1" });
        var copy = ArchivedClaim.Of(new(Copy, ClaimState.Completed, null) { CopyOf = Source });

        var found = ArchivedClaims.WithSources([copy, source, copy with { Namespace = "other" }]).ToArray();

        Assert.Equal(("data-0", "n.000000000001", "v1"), (found[0].Claim, found[0].Record, found[0].Volume));
        Assert.Null(found[2].Record);
    }

    [Fact]
    public void What_is_left_out_is_no_copy() =>
        Assert.Equal(ClaimState.Skipped, new PlannedClaim(Copy, "r", "v") { CopyOf = Source, Skip = "As asked." }.Decided()!.State);
}
