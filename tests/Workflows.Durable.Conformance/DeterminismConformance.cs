using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class DeterminismConformance : DurableConformance
{
    private string[] noted = [];

    [Fact]
    public async Task Guids_and_times_are_the_same_at_each_replay()
    {
        await Host.StartAsync(Recorder());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");
        var before = noted;

        await Host.RestartAsync(Recorder());
        await Client.RaiseEventAsync("it", "go", null);

        Assert.Equal(before, Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Guids_of_one_run_differ()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, Guid[]>("run", (context, _) =>
                Task.FromResult(Enumerable.Range(0, 50).Select(_ => context.NewGuid()).ToArray())));

        Assert.Equal(50, Read<Guid[]>(Completed(await RunAsync("run")).Output).Distinct().Count());
    }

    [Fact]
    public async Task What_was_recorded_is_not_run_again()
    {
        var runs = 0;
        DurableRegistry Registry() => new DurableRegistry()
            .Activity<object?, int>("count", _ => Interlocked.Increment(ref runs))
            .Orchestrator<object?, int>("run", async (context, _) =>
            {
                var n = await context.CallActivityAsync<int>("count", null);
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object?>("go");
                return n;
            });
        await Host.StartAsync(Registry());
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Host.RestartAsync(Registry());
        await Client.RaiseEventAsync("it", "go", null);

        Assert.Equal(1, Read<int>(Completed(await EndAsync()).Output));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Changed_code_fails_the_instance_instead_of_guessing()
    {
        DurableRegistry Registry(string first) => new DurableRegistry()
            .Activity<object?, int>("old", _ => 1)
            .Activity<object?, int>("new", _ => 2)
            .Orchestrator<object?, int>("run", async (context, _) =>
            {
                var n = await context.CallActivityAsync<int>(first, null);
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object?>("go");
                return n;
            });
        await Host.StartAsync(Registry("old"));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("waiting");

        await Host.RestartAsync(Registry("new"));
        await Client.RaiseEventAsync("it", "go", null);

        Failed(await EndAsync());
    }

    [Fact]
    public async Task A_running_instance_keeps_its_version_and_a_new_one_takes_the_highest()
    {
        DurableRegistry Registry(int highest)
        {
            var registry = new DurableRegistry();
            for (var version = 1; version <= highest; version++)
            {
                registry.Orchestrator<object?, int>(
                    "run",
                    async (context, _) =>
                    {
                        context.SetCustomStatus("waiting");
                        await context.WaitForExternalEvent<object?>("go");
                        return context.Version;
                    },
                    version);
            }

            return registry;
        }

        await Host.StartAsync(Registry(1));
        Assert.True(await Client.StartAsync("run", "old", null));
        await UntilSaysAsync("waiting", "old");

        await Host.RestartAsync(Registry(2));
        Assert.True(await Client.StartAsync("run", "new", null));
        await Client.RaiseEventAsync("old", "go", null);
        await Client.RaiseEventAsync("new", "go", null);

        Assert.Equal(1, Read<int>(Completed(await EndAsync("old")).Output));
        Assert.Equal(2, Read<int>(Completed(await EndAsync("new")).Output));
    }

    private DurableRegistry Recorder() => new DurableRegistry()
        .Activity<string[], bool>("keep", values =>
        {
            noted = values;
            return true;
        })
        .Orchestrator<object?, string[]>("run", async (context, _) =>
        {
            string[] values = [$"{context.NewGuid()}", $"{context.CurrentUtcDateTime:O}", $"{context.NewGuid()}"];
            await context.CallActivityAsync<bool>("keep", values);
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object?>("go");
            return values;
        });
}
