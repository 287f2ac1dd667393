using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class LifecycleConformance : DurableConformance
{
    [Fact]
    public async Task A_suspended_instance_takes_nothing_until_it_is_resumed()
    {
        await Host.StartAsync(Waiter());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Client.SuspendAsync("it", "hold on");
        await UntilAsync(s => s.Status is OrchestrationStatus.Suspended);
        await Client.RaiseEventAsync("it", "go", 3);
        Assert.Equal(OrchestrationStatus.Suspended, (await Client.GetAsync("it"))!.Status);
        await Client.ResumeAsync("it");

        Assert.Equal(3, Read<int>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Suspension_lasts_through_a_restart()
    {
        await Host.StartAsync(Waiter());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");
        await Client.SuspendAsync("it");
        await UntilAsync(s => s.Status is OrchestrationStatus.Suspended);
        await Client.RaiseEventAsync("it", "go", 4);

        await Host.RestartAsync(Waiter());
        await UntilAsync(s => s.Status is OrchestrationStatus.Suspended);
        await Client.ResumeAsync("it");

        Assert.Equal(4, Read<int>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task A_terminated_instance_has_ended_with_the_reason()
    {
        await Host.StartAsync(Waiter());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Client.TerminateAsync("it", "no longer wanted");
        var state = await EndAsync();

        Assert.Equal(OrchestrationStatus.Terminated, state.Status);
        Assert.Contains("no longer wanted", state.Failure!.Message);
    }

    [Fact]
    public async Task Terminating_what_has_ended_changes_nothing()
    {
        await Host.StartAsync(Waiter());
        Assert.True(await Client.StartAsync("run", "it", null));
        await Client.RaiseEventAsync("it", "go", 1);
        Completed(await EndAsync());

        await Client.TerminateAsync("it");

        Completed((await Client.GetAsync("it"))!);
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        await Host.StartAsync(Waiter());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");
        await Client.SuspendAsync("it");

        await Client.TerminateAsync("it");

        Assert.Equal(OrchestrationStatus.Terminated, (await EndAsync()).Status);
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_held_or_ended()
    {
        await Host.StartAsync(Waiter());

        await Assert.ThrowsAsync<InstanceNotFoundException>(() => Client.SuspendAsync("nobody"));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => Client.ResumeAsync("nobody"));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => Client.TerminateAsync("nobody"));
    }

    private static DurableRegistry Waiter() => new DurableRegistry()
        .Orchestrator<object?, int>("run", (context, _) =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<int>("go");
        });
}
