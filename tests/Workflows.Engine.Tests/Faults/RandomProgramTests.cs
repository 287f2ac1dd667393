using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Faults;

public sealed class RandomProgramTests
{
    [Fact]
    public void Any_program_gives_its_result_with_a_death_and_without()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Campaign.IsFull ? 2000 : 60);
        Prop.ForAll(RandomProgram.Arbitrary, program =>
        {
            Assert.Equal(program.Expected, RunAsync(program, dies: false).GetAwaiter().GetResult());
            Assert.Equal(program.Expected, RunAsync(program, dies: true).GetAwaiter().GetResult());
        }).Check(config);
    }

    private static async Task<int> RunAsync(RandomProgram program, bool dies)
    {
        var run = new CrashRun(Registry(), "program", new Run(program.Stages, 7), program.Events);
        var files = new PowerLossFiles(dies ? program.DieAt : int.MaxValue);
        var state = await run.RunAsync(files);
        if (state is null)
        {
            state = await run.RunAsync(files.AfterPowerLoss(program.TornBytes));
        }

        Assert.True(state?.Status is OrchestrationStatus.Completed, state?.Failure?.Message);
        return DurableJson.Read<int>(state!.Output!.Value);
    }

    private static DurableRegistry Registry()
    {
        var tries = new ConcurrentDictionary<int, int>();
        return new DurableRegistry()
            .Activity<int, int>("call", n => n)
            .Activity<Flaky, int>("flaky", f => tries.AddOrUpdate(f.Key, 1, (_, n) => n + 1) <= f.Failures
                ? throw new IOException("not yet")
                : f.Key)
            .Orchestrator<Run, int>("program", InterpretAsync);
    }

    private static async Task<int> InterpretAsync(OrchestrationContext context, Run run)
    {
        var sum = (run.Sum * 31) + await InterpretAsync(context, run.Stages[0]);
        if (run.Stages.Count > 1)
        {
            context.ContinueAsNew(new Run([.. run.Stages.Skip(1)], sum));
        }

        return sum;
    }

    private static async Task<int> InterpretAsync(OrchestrationContext context, Node node)
    {
        switch (node)
        {
            case Call call:
                return await context.CallActivityAsync<int>("call", call.Value);
            case Flaky flaky:
                return await context.CallActivityAsync<int>(
                    "flaky", flaky, new RetryOptions(4, TimeSpan.FromMinutes(3)));
            case Sleep sleep:
                await context.CreateTimer(
                    context.CurrentUtcDateTime + TimeSpan.FromMinutes(sleep.Minutes), CancellationToken.None);
                return 1;
            case Listen listen:
                await context.WaitForExternalEvent<int>(listen.Event);
                return 2;
            case Sequence sequence:
                var sum = 3;
                foreach (var step in sequence.Nodes)
                {
                    sum = (sum * 31) + await InterpretAsync(context, step);
                }

                return sum;
            case Parallel parallel:
                var all = await Task.WhenAll(parallel.Nodes.Select(n => InterpretAsync(context, n)));
                return all.Aggregate(5, (total, n) => (total * 31) + n);
            case Child child:
                return await context.CallSubOrchestrationAsync<int>("program", new Run(child.Stages, 7));
            default:
                throw new InvalidOperationException($"{node.GetType().Name} is no program.");
        }
    }

    private sealed record Run(IReadOnlyList<Node> Stages, int Sum);
}
