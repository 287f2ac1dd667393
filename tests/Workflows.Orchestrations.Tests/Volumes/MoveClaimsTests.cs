using System.Collections.Concurrent;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Tests.Hosting;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Tests.Volumes;

public sealed class MoveClaimsTests
{
    [Fact]
    public async Task A_group_records_what_became_of_each_claim_in_their_order_and_hands_on_numbers()
    {
        var fakes = new VolumeFakes { Claims = VolumeFakes.SomeClaims(5) };
        fakes.Start = move => Task.FromResult(move.Planned.Claim.Name switch
        {
            "data-1" => new MoverStart("It is a block."),
            "data-3" => new MoverStart("A pod excludes it.") { IsSkipped = true },
            _ => MoverStart.Done,
        });

        var counts = (await fakes.MoveGroupAsync()).Result<ClaimCounts>();

        Assert.Equal(new ClaimCounts(3, 1, 1, 3_000), counts);
        Assert.Equal(fakes.Claims.Select(claim => claim.Claim), fakes.Recorded.Select(outcome => outcome.Claim));
    }

    [Fact]
    public async Task A_claim_of_which_planning_decided_has_no_mover_and_is_recorded_with_the_reason()
    {
        var claims = VolumeFakes.SomeClaims(3);
        var fakes = new VolumeFakes
        {
            Claims = [claims[0] with { Skip = "A policy skips it." }, claims[1], claims[2] with { Refusal = "Its class is not there." }],
        };

        var counts = (await fakes.MoveGroupAsync()).Result<ClaimCounts>();

        Assert.Equal(new ClaimCounts(1, 1, 1, 1_000), counts);
        Assert.Equal([claims[1].Claim], fakes.Activities.InputsOf(VolumeNames.StartMover).Select(move => move.Planned.Claim));
        Assert.Equal(
            ["A policy skips it.", null, "Its class is not there."],
            fakes.Recorded.Select(outcome => outcome.Reason));
    }

    [Fact]
    public async Task A_claim_that_fails_for_good_leaves_out_no_other()
    {
        var fakes = new VolumeFakes { Claims = VolumeFakes.SomeClaims(3) };
        fakes.Start = move => move.Planned.Claim.Name == "data-0"
            ? throw new WorkflowsException(ErrorKind.Failed, "No.")
            : Task.FromResult(MoverStart.Done);

        Assert.Equal(2, (await fakes.MoveGroupAsync()).Result<ClaimCounts>().Completed);
    }

    [Fact]
    public async Task A_claim_that_starts_over_under_way_gives_its_outcome_to_its_group()
    {
        var fakes = new VolumeFakes
        {
            Claims = VolumeFakes.SomeClaims(2),
            Attend = (_, look) => look < 250 ? VolumeFakes.Running(look) : VolumeFakes.Succeeded(),
        };

        Assert.Equal(new ClaimCounts(2, 0, 0, 2_000), (await fakes.MoveGroupAsync()).Result<ClaimCounts>());
        Assert.Equal(2, fakes.Activities.InputsOf(VolumeNames.StartMover).Count);
    }

    [Fact]
    public async Task No_more_movers_are_at_work_than_the_settings_allow_overall_and_on_a_node()
    {
        var atWork = new ConcurrentDictionary<ClaimName, string?>();
        var (most, mostOnOne) = (0, 0);
        var gate = new Lock();
        var fakes = new VolumeFakes
        {
            Claims = VolumeFakes.SomeClaims(20, number => number < 12 ? "crowded" : number % 2 == 0 ? "other" : null),
        };
        fakes = new VolumeFakes
        {
            Claims = fakes.Claims,
            Run = fakes.Run with { Settings = new() { Image = "mover:1", Window = 4, PerNode = 2 } },
            Start = move =>
            {
                lock (gate)
                {
                    atWork[move.Planned.Claim] = move.Planned.Node;
                    most = Math.Max(most, atWork.Count);
                    mostOnOne = Math.Max(mostOnOne, atWork.Values.Count(node => node == "crowded"));
                }

                return Task.FromResult(MoverStart.Done);
            },
            CleanUp = move => atWork.TryRemove(move.Planned.Claim, out _),
        };

        Assert.Equal(20, (await fakes.MoveGroupAsync()).Result<ClaimCounts>().Completed);
        Assert.Equal((4, 2), (most, mostOnOne));
    }

    [Fact]
    public async Task No_entry_of_a_full_group_outgrows_a_history_when_every_claim_fails_with_the_longest_names_and_reasons()
    {
        var claims = Enumerable.Range(0, VolumePlan.MaxGroup)
            .Select(number => new PlannedClaim(
                new(new string('n', 63), $"{number:D3}{new string('c', 250)}"), $"{new string('b', 120)}.{number:x12}", $"claim-{number:x20}")
            {
                Uid = Guid.Empty.ToString(),
                Node = new string('d', 253),
            })
            .ToArray();
        var fakes = new VolumeFakes
        {
            Claims = claims,
            Start = _ => throw new WorkflowsException(ErrorKind.Failed, new string('r', 5_000)),
        };

        var run = await fakes.MoveGroupAsync();

        Assert.Equal(VolumePlan.MaxGroup, run.Result<ClaimCounts>().Failed);
        Assert.True(
            run.LargestPayload.Bytes < Run.HistoryEntryLimit, $"{run.LargestPayload.Bytes} bytes: {run.LargestPayload.Whose}");
        Assert.All(fakes.Recorded, outcome => Assert.True(outcome.Reason!.Length <= ClaimOutcome.LongestReason));
    }
}
