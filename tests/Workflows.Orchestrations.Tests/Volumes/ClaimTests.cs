using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Tests.Volumes;

public sealed class ClaimTests
{
    [Fact]
    public async Task A_backup_starts_a_mover_looks_until_it_has_ended_commits_and_removes_it()
    {
        var fakes = new VolumeFakes();

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal(ClaimState.Completed, outcome.State);
        Assert.Equal(
            ["StartMover", "AttendMover", "AttendMover", "AttendMover", "CommitVolume", "CleanUpMover"],
            fakes.Activities.Calls);
        Assert.Equal(VolumeFakes.Attempt, fakes.Activities.InputsOf(VolumeNames.CommitVolume)[0].Result.Attempt);
    }

    [Fact]
    public async Task A_restore_does_the_same_and_commits_nothing()
    {
        var fakes = new VolumeFakes();
        fakes = new VolumeFakes { Run = fakes.Run with { Task = MoverTask.Restore, Restore = "back" } };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal((ClaimState.Completed, 1_000), (outcome.State, outcome.Bytes));
        Assert.Equal("CleanUpMover", fakes.Activities.Calls[^1]);
        Assert.DoesNotContain("CommitVolume", fakes.Activities.Calls);
    }

    [Fact]
    public async Task Each_look_is_told_what_the_one_before_knew()
    {
        var fakes = new VolumeFakes();

        await fakes.MoveOneAsync();

        Assert.Equal(
            [null, "mover-1", "mover-1"], fakes.Activities.InputsOf(VolumeNames.AttendMover).Select(input => input.State.Pod));
    }

    [Theory]
    [InlineData(false, ClaimState.Failed)]
    [InlineData(true, ClaimState.Skipped)]
    public async Task A_claim_that_gets_no_mover_is_not_looked_at_and_what_may_be_left_is_removed(bool isSkipped, ClaimState state)
    {
        var fakes = new VolumeFakes { Start = _ => Task.FromResult(new MoverStart("It is a block.") { IsSkipped = isSkipped }) };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal((state, "It is a block."), (outcome.State, outcome.Reason));
        Assert.Equal(["StartMover", "CleanUpMover"], fakes.Activities.Calls);
    }

    [Theory]
    [InlineData(MoverPhase.Refused)]
    [InlineData(MoverPhase.Failed)]
    [InlineData(MoverPhase.Gone)]
    public async Task A_mover_that_will_never_end_well_is_removed_at_once_and_its_reason_is_the_claims(MoverPhase phase)
    {
        var fakes = new VolumeFakes { Attend = (_, _) => VolumeFakes.Of(phase, "Pod security refuses it.") };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal((ClaimState.Failed, "Pod security refuses it."), (outcome.State, outcome.Reason));
        Assert.Equal(["StartMover", "AttendMover", "CleanUpMover"], fakes.Activities.Calls);
    }

    [Theory]
    [InlineData(MoverPhase.Blocked, "No node has room.")]
    [InlineData(MoverPhase.Starting, null)]
    public async Task A_mover_that_does_not_start_is_waited_for_as_long_as_the_settings_say(MoverPhase phase, string? reason)
    {
        var fakes = new VolumeFakes { Attend = (_, _) => VolumeFakes.Of(phase, reason) };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal(ClaimState.Failed, outcome.State);
        Assert.Contains("within 5 minutes", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains(reason ?? "does not say", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("CleanUpMover", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task A_mover_that_starts_after_all_is_waited_for_anew_when_it_must_start_again()
    {
        // Twenty looks are four minutes: twice that long it does not start, with a run between.
        var fakes = new VolumeFakes
        {
            Attend = (_, look) => look switch
            {
                20 => VolumeFakes.Running(look),
                < 40 => VolumeFakes.Of(MoverPhase.Blocked, "No node has room."),
                _ => VolumeFakes.Succeeded(),
            },
        };

        Assert.Equal(ClaimState.Completed, (await fakes.MoveOneAsync()).Result<ClaimOutcome>().State);
    }

    [Fact]
    public async Task A_long_move_starts_over_with_what_it_knows_and_neither_starts_nor_removes_its_mover_between()
    {
        var fakes = new VolumeFakes { Attend = (_, look) => look < 350 ? VolumeFakes.Running(look) : VolumeFakes.Succeeded() };

        var run = await fakes.MoveOneAsync();

        Assert.Equal(ClaimState.Completed, run.Result<ClaimOutcome>().State);
        Assert.Equal(350, fakes.Activities.InputsOf(VolumeNames.AttendMover).Count);
        Assert.All(fakes.Activities.InputsOf(VolumeNames.AttendMover).Skip(1), input => Assert.Equal("mover-1", input.State.Pod));
        Assert.Single(fakes.Activities.InputsOf(VolumeNames.StartMover));
        Assert.Single(fakes.Activities.InputsOf(VolumeNames.CleanUpMover));
    }

    [Fact]
    public async Task A_start_that_fails_for_good_is_the_claims_failure_and_what_it_may_have_made_is_removed()
    {
        var fakes = new VolumeFakes { Start = _ => throw new WorkflowsException(ErrorKind.Denied, "Jobs may not be created.") };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal((ClaimState.Failed, "Jobs may not be created."), (outcome.State, outcome.Reason));
        Assert.Equal("CleanUpMover", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task A_commit_that_fails_for_good_is_the_claims_failure_and_its_mover_is_removed()
    {
        var fakes = new VolumeFakes { Commit = _ => throw new WorkflowsException(ErrorKind.Damaged, "A pack vanished.") };

        var outcome = (await fakes.MoveOneAsync()).Result<ClaimOutcome>();

        Assert.Equal((ClaimState.Failed, "A pack vanished."), (outcome.State, outcome.Reason));
        Assert.Equal("CleanUpMover", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task A_mover_that_takes_its_time_to_end_is_asked_after_until_it_is_gone()
    {
        var asked = 0;
        var fakes = new VolumeFakes { CleanUp = _ => ++asked == 5 };

        await fakes.MoveOneAsync();

        Assert.Equal(5, asked);
    }

    [Fact]
    public async Task A_mover_that_can_not_be_removed_changes_nothing_of_what_became_of_the_claim()
    {
        var never = new VolumeFakes { CleanUp = _ => false };
        var failing = new VolumeFakes { CleanUp = _ => throw new WorkflowsException(ErrorKind.Denied, "No.") };

        Assert.Equal(ClaimState.Completed, (await never.MoveOneAsync()).Result<ClaimOutcome>().State);
        Assert.Equal(ClaimState.Completed, (await failing.MoveOneAsync()).Result<ClaimOutcome>().State);
    }
}
