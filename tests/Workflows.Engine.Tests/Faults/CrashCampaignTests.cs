using Workflows.Durable;

namespace Workflows.Engine.Tests.Faults;

public sealed class CrashCampaignTests
{
    private const int Sample = 40;

    [Fact]
    public async Task A_loss_of_power_at_any_operation_loses_nothing_that_was_confirmed()
    {
        await RunAsync((files, _) => files.AfterPowerLoss());
    }

    [Fact]
    public async Task A_loss_of_power_that_leaves_part_of_a_batch_loses_nothing_either()
    {
        await RunAsync((files, point) => files.AfterPowerLoss(tornBytes: 1 + (point * 37 % 300)));
    }

    [Fact]
    public async Task A_kill_at_any_operation_loses_nothing()
    {
        await RunAsync((files, _) => files.AfterKill());
    }

    [Fact]
    public async Task One_death_after_another_still_ends_in_the_same_result()
    {
        var workload = new CrashWorkload();
        var run = new CrashRun(workload.Registry, "root", 1000, ["go"]);
        var files = new PowerLossFiles(dieAt: 3);
        OrchestrationState? state;
        var deaths = 0;
        while ((state = await run.RunAsync(files)) is null)
        {
            // Each life is a little longer, so that the work gets done in the end.
            deaths++;
            files = files.AfterPowerLoss(tornBytes: deaths * 13 % 200, nextDiesAt: 3 + deaths);
        }

        Assert.Equal(CrashWorkload.ExpectedResult, DurableJson.Read<int>(state.Output!.Value));
        Assert.True(deaths > 3);
    }

    private static async Task RunAsync(Func<PowerLossFiles, int, PowerLossFiles> survive)
    {
        var operations = await CountOperationsAsync();
        var points = Campaign.Points(operations, Sample).ToArray();
        var deaths = 0;
        foreach (var point in points)
        {
            deaths += await DieAndGoOnAsync(point, files => survive(files, point)) ? 1 : 0;
        }

        // How writes fall into groups varies, so the last points may lie past a run's end.
        Assert.True(deaths > points.Length / 2, $"Only {deaths} of {points.Length} runs died.");
    }

    private static async Task<int> CountOperationsAsync()
    {
        var files = new PowerLossFiles();
        var state = await new CrashRun(new CrashWorkload().Registry, "root", 1000, ["go"]).RunAsync(files);
        Assert.Equal(CrashWorkload.ExpectedResult, DurableJson.Read<int>(state!.Output!.Value));
        return files.Operations;
    }

    private static async Task<bool> DieAndGoOnAsync(int dieAt, Func<PowerLossFiles, PowerLossFiles> survive)
    {
        var workload = new CrashWorkload();
        var run = new CrashRun(workload.Registry, "root", 1000, ["go"]);
        var files = new PowerLossFiles(dieAt);
        var died = await run.RunAsync(files) is null;
        files = survive(files);
        var journaled = JournaledResults.Keys(files);
        var before = workload.Runs.ToDictionary();
        var state = await run.RunAsync(files);

        Assert.True(state is not null, $"It died again after the death at operation {dieAt}.");
        Assert.True(
            state.Status is OrchestrationStatus.Completed,
            $"Death at operation {dieAt}: {state.Status}, {state.Failure?.Message}");
        Assert.Equal(CrashWorkload.ExpectedResult, DurableJson.Read<int>(state.Output!.Value));
        Assert.All(journaled, key => Assert.True(
            workload.Runs[key] == before[key], $"'{key}' ran again though its result was recorded (death at {dieAt})."));
        Assert.Equal(["child-0", "child-1", "root"], StateDirectory.ReadInstances("/state", files).Select(s => s.InstanceId));
        return died;
    }
}
