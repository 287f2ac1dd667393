using Microsoft.DurableTask;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Functions.Tests.Durable;

/// <summary>Instances that another program, a portal or a person with the host's own client had a hand in.</summary>
public sealed class SharedTaskHubTests : DurableConformance
{
    [Theory]
    [InlineData(null)]
    [InlineData("text")]
    public async Task An_instance_that_was_started_past_this_program_says_so_and_does_not_hide_the_others(string? input)
    {
        await Host.StartAsync(Registry());
        Completed(await RunAsync("echo", "ours", "ours"));

        await InProcess.HostClient.ScheduleNewOrchestrationInstanceAsync(
            "echo", input, new StartOrchestrationOptions("theirs"), CancellationToken.None);
        var failure = Failed(await EndAsync("theirs"));

        Assert.Contains("was not started by this program", failure.Message);
        Assert.False(failure.IsRetryable);
        Assert.Equal(["ours", "theirs"], (await QueryAsync(new OrchestrationQuery())).Select(s => s.InstanceId));
    }

    [Fact]
    public async Task A_version_that_is_gone_fails_its_instances_and_says_so()
    {
        await Host.StartAsync(new DurableRegistry().Orchestrator<object?, int>("run", Waiting, version: 1));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Host.RestartAsync(new DurableRegistry().Orchestrator<object?, int>("run", Waiting, version: 2));
        await Client.RaiseEventAsync("it", "go", 1);

        Assert.Contains("Version 1 of orchestrator 'run'", Failed(await EndAsync()).Message);
    }

    [Fact]
    public async Task A_termination_by_somebody_else_keeps_their_reason()
    {
        await Host.StartAsync(new DurableRegistry().Orchestrator<object?, int>("run", Waiting));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await InProcess.HostClient.TerminateInstanceAsync("it", (object?)"wrong cluster", CancellationToken.None);

        Assert.Equal("wrong cluster", (await EndAsync()).Failure!.Message);
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_exist_is_not_started()
    {
        await Host.StartAsync(Registry());

        var error = await Assert.ThrowsAsync<Core.Errors.WorkflowsException>(() => Client.StartAsync("nothing", "it", null));

        Assert.Contains("'nothing'", error.Message);
        Assert.Null(await Client.GetAsync("it"));
    }

    protected override IDurableHost CreateHost() => new InProcessHost();

    private InProcessHost InProcess => (InProcessHost)Host;

    private static DurableRegistry Registry() => new DurableRegistry()
        .Orchestrator<string, string>("echo", (_, text) => Task.FromResult(text));

    private static Task<int> Waiting(OrchestrationContext context, object? input)
    {
        context.SetCustomStatus("waiting");
        return context.WaitForExternalEvent<int>("go");
    }
}
