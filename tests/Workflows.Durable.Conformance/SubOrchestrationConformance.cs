using Workflows.Core.Errors;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class SubOrchestrationConformance : DurableConformance
{
    [Fact]
    public async Task A_childs_result_is_its_parents()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<int, string>("child", (context, n) => Task.FromResult($"{context.ParentInstanceId}:{n}"))
            .Orchestrator<object?, string>("run", (context, _) => context.CallSubOrchestrationAsync<string>("child", 7)));

        Assert.Equal("it:7", Read<string>(Completed(await RunAsync("run")).Output));
    }

    [Fact]
    public async Task Many_children_run_beside_each_other()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<int, int>("double", n => n * 2)
            .Orchestrator<int, int>("child", (context, n) => context.CallActivityAsync<int>("double", n))
            .Orchestrator<int, int>("run", async (context, count) => (await Task.WhenAll(
                Enumerable.Range(0, count).Select(n => context.CallSubOrchestrationAsync<int>("child", n)))).Sum()));

        Assert.Equal(50 * 49, Read<int>(Completed(await RunAsync("run", 50)).Output));
    }

    [Fact]
    public async Task A_child_can_be_named_and_asked_for()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, int>("child", (_, _) => Task.FromResult(1))
            .Orchestrator<object?, int>("run", (context, _) =>
                context.CallSubOrchestrationAsync<int>("child", null, "named")));
        Completed(await RunAsync("run"));

        var child = await Client.GetAsync("named");

        Assert.Equal("it", child!.ParentInstanceId);
        Assert.Equal("child", child.Orchestrator);
        Assert.Equal(OrchestrationStatus.Completed, child.Status);
    }

    [Fact]
    public async Task A_childs_failure_is_thrown_in_its_parent()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, int>("child", (_, _) => throw new WorkflowsException(ErrorKind.Damaged, "torn"))
            .Orchestrator<object?, int>("run", (context, _) => context.CallSubOrchestrationAsync<int>("child", null)));

        var failure = Failed(await RunAsync("run"));

        Assert.Equal("torn", failure.Message);
        Assert.Equal(nameof(ErrorKind.Damaged), failure.Kind);
    }

    [Fact]
    public async Task A_terminated_child_fails_the_call()
    {
        await Host.StartAsync(Waiting());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting", "the-child");

        await Client.TerminateAsync("the-child", "enough");

        Assert.Equal(OrchestrationStatus.Failed, (await EndAsync()).Status);
    }

    [Fact]
    public async Task Terminating_a_parent_terminates_its_children()
    {
        await Host.StartAsync(Waiting());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting", "the-child");

        await Client.TerminateAsync("it", "enough");

        Assert.Equal(OrchestrationStatus.Terminated, (await EndAsync()).Status);
        Assert.Equal(OrchestrationStatus.Terminated, (await EndAsync("the-child")).Status);
    }

    [Fact]
    public async Task A_child_and_its_parent_go_on_after_a_restart()
    {
        await Host.StartAsync(Waiting());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting", "the-child");

        await Host.RestartAsync(Waiting());
        await Client.RaiseEventAsync("the-child", "go", 5);

        Assert.Equal(5, Read<int>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Children_of_one_parent_have_ids_of_their_own()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, string>("child", (context, _) => Task.FromResult(context.InstanceId))
            .Orchestrator<object?, string[]>("run", async (context, _) =>
            [
                await context.CallSubOrchestrationAsync<string>("child", null),
                await context.CallSubOrchestrationAsync<string>("child", null),
            ]));

        var ids = Read<string[]>(Completed(await RunAsync("run")).Output);

        Assert.Equal(2, ids.Distinct().Count());
    }

    private static DurableRegistry Waiting() => new DurableRegistry()
        .Orchestrator<object?, int>("child", (context, _) =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<int>("go");
        })
        .Orchestrator<object?, int>("run", (context, _) =>
        {
            var child = context.CallSubOrchestrationAsync<int>("child", null, "the-child");
            context.SetCustomStatus("started");
            return child;
        });
}
