using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Tests.Restores;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Tests.Volumes;

/// <summary>A restore that brings the data of claims back.</summary>
public sealed class RestoreVolumesTests
{
    [Fact]
    public async Task Data_comes_after_the_wave_of_the_claims_and_before_the_next()
    {
        var restore = Restore(RestoreFakes.Default with { Mover = new() { Image = "mover:1" } });

        (await restore.RunAsync()).Result<RestoreSummary>();

        var calls = restore.Activities.Calls.Where(call => call is "RestoreChunk" or "StartMover").ToArray();
        Assert.Equal(["RestoreChunk", "RestoreChunk", "StartMover", "StartMover", "RestoreChunk"], calls);
        var finish = Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Equal(new ClaimCounts(2, 0, 0, 2_000), finish.Volumes!.Counts);
        Assert.All(restore.Activities.InputsOf(VolumeNames.StartMover), move => Assert.Equal(finish.RunUid, move.Run.Uid));
    }

    [Fact]
    public async Task Workloads_come_although_the_data_of_a_claim_does_not()
    {
        var restore = Restore(RestoreFakes.Default with { Mover = new() { Image = "mover:1" } }, "There is no node.");

        (await restore.RunAsync()).Result<RestoreSummary>();

        Assert.Equal(3, restore.Activities.InputsOf(RestoreNames.RestoreChunk).Count);
        Assert.Equal(2, Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore)).Volumes!.Counts.Failed);
    }

    [Theory]
    [InlineData(VolumeDataPolicy.NoData)]
    [InlineData(VolumeDataPolicy.ReuseHandle)]
    public async Task Other_policies_move_nothing(VolumeDataPolicy policy)
    {
        var restore = Restore(RestoreFakes.Default with { Mover = new() { Image = "mover:1" }, VolumeData = policy });

        (await restore.RunAsync()).Result<RestoreSummary>();

        Assert.DoesNotContain("StartMover", restore.Activities.Calls);
        Assert.Null(Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore)).Volumes);
    }

    private static RestoreFakes Restore(RestoreSpec spec, string? refusal = null)
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1), RestoreFakes.Wave(3, 1), RestoreFakes.Wave(4, 1))
        {
            Spec = spec,
            Planned = plan => plan with { Volumes = new("plan", 2, 1), VolumesAfter = 3 },
        };
        _ = new VolumeFakes(fakes.Activities)
        {
            Claims = VolumeFakes.SomeClaims(2),
            Start = _ => Task.FromResult(refusal is null ? MoverStart.Done : new MoverStart(refusal)),
        };
        return fakes;
    }
}
