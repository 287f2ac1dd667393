using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class ContinueAsNewConformance : DurableConformance
{
    [Fact]
    public async Task An_instance_starts_over_with_its_new_input()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<int, int>("next", n => n + 1)
            .Orchestrator<int, int>("run", async (context, n) =>
            {
                var next = await context.CallActivityAsync<int>("next", n);
                if (next < 10)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            }));

        var state = Completed(await RunAsync("run", 0));

        Assert.Equal(10, Read<int>(state.Output));
        Assert.Equal(9, Read<int>(state.Input));
    }

    [Fact]
    public async Task Events_not_taken_yet_are_carried_over()
    {
        await Host.StartAsync(Collector(preserve: true));
        Assert.True(await Client.StartAsync("run", "it", Array.Empty<string>()));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "a");
        await Client.RaiseEventAsync("it", "news", "b");
        await Client.RaiseEventAsync("it", "NEWS", "c");
        await Client.RaiseEventAsync("it", "go", null);

        Assert.Equal(["a", "b", "c"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Events_not_taken_yet_are_left_behind_if_so_asked()
    {
        await Host.StartAsync(Collector(preserve: false));
        Assert.True(await Client.StartAsync("run", "it", Array.Empty<string>()));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "old");
        await Client.RaiseEventAsync("it", "go", null);
        await UntilAsync(s => Read<string[]>(s.Input) is ["again"]);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await Client.RaiseEventAsync("it", "news", text);
        }

        Assert.Equal(["again", "a", "b", "c"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Events_that_came_after_a_wait_was_withdrawn_are_carried_over()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<bool, string[]>("run", async (context, isSecondRun) =>
            {
                if (isSecondRun)
                {
                    return
                    [
                        await context.WaitForExternalEvent<string>("news"),
                        await context.WaitForExternalEvent<string>("news"),
                    ];
                }

                using var cancellation = new CancellationTokenSource();
                var withdrawn = context.WaitForExternalEvent<string>("news", cancellation.Token);
                cancellation.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object?>("go", CancellationToken.None);
                context.ContinueAsNew(true);
                return [];
            }));
        Assert.True(await Client.StartAsync("run", "it", false));
        await UntilSaysAsync("waiting");

        await Client.RaiseEventAsync("it", "news", "a");
        await Client.RaiseEventAsync("it", "news", "b");
        await Client.RaiseEventAsync("it", "go", null);

        Assert.Equal(["a", "b"], Read<string[]>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Ids_and_guids_of_a_new_run_are_new()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<Guid[], Guid[]>("run", (context, seen) =>
            {
                Guid[] all = [.. seen, context.NewGuid()];
                if (all.Length < 3)
                {
                    context.ContinueAsNew(all);
                }

                return Task.FromResult(all);
            }));

        Assert.Equal(3, Read<Guid[]>(Completed(await RunAsync("run", Array.Empty<Guid>())).Output).Distinct().Count());
    }

    [Fact]
    public async Task Answers_to_the_run_before_do_not_reach_the_new_one()
    {
        var late = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await Host.StartAsync(new DurableRegistry()
            .ActivityAsync<int, int>("slow", async (_, n, _) =>
            {
                if (n == 0)
                {
                    await release.Task;
                    late.SetResult();
                }

                return n;
            })
            .Orchestrator<int, int>("run", async (context, run) =>
            {
                var answer = context.CallActivityAsync<int>("slow", run);
                if (run == 0)
                {
                    context.SetCustomStatus("waiting");
                    await context.WaitForExternalEvent<object?>("go");
                    context.ContinueAsNew(1);
                    return -1;
                }

                await context.WaitForExternalEvent<object?>("finish");
                return await answer;
            }));
        Assert.True(await Client.StartAsync("run", "it", 0));
        await UntilSaysAsync("waiting");
        await Client.RaiseEventAsync("it", "go", null);
        if (Host.LeavesTasksBehind)
        {
            await UntilAsync(s => Read<int>(s.Input) == 1);
        }

        release.SetResult();
        await Guarded(late.Task);
        await Client.RaiseEventAsync("it", "finish", null);

        Assert.Equal(1, Read<int>(Completed(await EndAsync()).Output));
    }

    private static DurableRegistry Collector(bool preserve) => new DurableRegistry()
        .Orchestrator<string[], string[]>("run", async (context, seen) =>
        {
            if (seen.Length == 0)
            {
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object?>("go");
                context.ContinueAsNew(new List<string> { "again" }, preserve);
                return [];
            }

            string[] taken =
            [
                await context.WaitForExternalEvent<string>("news"),
                await context.WaitForExternalEvent<string>("news"),
                await context.WaitForExternalEvent<string>("news"),
            ];
            return preserve ? taken : [.. seen, .. taken];
        });
}
