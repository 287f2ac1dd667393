using System.Collections.Concurrent;
using Workflows.Core.Errors;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Durable.Conformance;

public abstract class ActivityConformance : DurableConformance
{
    [Fact]
    public async Task A_result_reaches_the_orchestrator_and_the_client()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<int, int>("double", n => n * 2)
            .Orchestrator<int, int>("run", async (context, n) => await context.CallActivityAsync<int>("double", n) + 1));

        var state = Completed(await RunAsync("run", 20));

        Assert.Equal(41, Read<int>(state.Output));
        Assert.Equal(20, Read<int>(state.Input));
    }

    [Fact]
    public async Task An_activity_knows_whom_it_serves()
    {
        await Host.StartAsync(new DurableRegistry()
            .ActivityAsync<object?, string>("who", (context, _, _) => Task.FromResult($"{context.InstanceId}/{context.Name}"))
            .Orchestrator<object?, string>("run", (context, _) => context.CallActivityAsync<string>("who", null)));

        Assert.Equal("it/who", Read<string>(Completed(await RunAsync("run")).Output));
    }

    [Fact]
    public async Task A_fan_out_runs_each_activity_once_and_keeps_the_order_of_results()
    {
        var runs = new ConcurrentBag<int>();
        await Host.StartAsync(new DurableRegistry()
            .Activity<int, int>("square", n =>
            {
                runs.Add(n);
                return n * n;
            })
            .Orchestrator<int, int[]>("run", async (context, count) =>
                await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync<int>("square", n)))));

        var state = Completed(await RunAsync("run", 200));

        Assert.Equal(Enumerable.Range(0, 200).Select(n => n * n), Read<int[]>(state.Output));
        Assert.Equal(Enumerable.Range(0, 200), runs.Order());
    }

    [Fact]
    public async Task A_failure_keeps_its_type_its_message_and_its_kind()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<object?, int>("fail", _ => throw new WorkflowsException(ErrorKind.Denied, "no entry"))
            .Orchestrator<object?, string>("run", async (context, _) =>
            {
                try
                {
                    await context.CallActivityAsync<int>("fail", null);
                    return "no error";
                }
                catch (TaskFailedException e)
                {
                    return $"{e.TaskName}|{e.Details.ErrorType}|{e.Details.Message}|{e.Kind}|{e.IsTransient}";
                }
            }));

        var state = Completed(await RunAsync("run"));

        Assert.Equal($"fail|{typeof(WorkflowsException).FullName}|no entry|Denied|False", Read<string>(state.Output));
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_instance_with_its_details()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<object?, int>("fail", _ => throw new InvalidOperationException("broken"))
            .Orchestrator<object?, int>("run", (context, _) => context.CallActivityAsync<int>("fail", null)));

        var failure = Failed(await RunAsync("run"));

        Assert.Equal(typeof(InvalidOperationException).FullName, failure.ErrorType);
        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public async Task An_activity_that_does_not_exist_fails_its_caller_without_retries()
    {
        await Host.StartAsync(new DurableRegistry()
            .Orchestrator<object?, bool>("run", async (context, _) =>
            {
                var error = await Assert.ThrowsAsync<TaskFailedException>(
                    () => context.CallActivityAsync<int>("nowhere", null, new RetryOptions(5, TimeSpan.FromHours(1))));
                return error.Details.IsRetryable;
            }));

        Assert.False(Read<bool>(Completed(await RunAsync("run")).Output));
    }

    [Fact]
    public async Task The_first_of_several_wins_and_the_rest_do_no_harm()
    {
        var release = new TaskCompletionSource();
        await Host.StartAsync(new DurableRegistry()
            .ActivityAsync<int, int>("maybe", async (_, n, _) =>
            {
                if (n != 1)
                {
                    await release.Task;
                }

                return n;
            })
            .Orchestrator<object?, int>("run", async (context, _) =>
            {
                var first = await await Task.WhenAny(
                    Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("maybe", n)));
                context.SetCustomStatus($"{first} won");
                return first;
            }));
        Assert.True(await Client.StartAsync("run", "it", null));
        await UntilSaysAsync("1 won");
        if (Host.LeavesTasksBehind)
        {
            Completed(await EndAsync());
        }

        release.SetResult();

        Assert.Equal(1, Read<int>(Completed(await EndAsync()).Output));
    }

    [Fact]
    public async Task Nothing_and_null_are_results_too()
    {
        await Host.StartAsync(new DurableRegistry()
            .Activity<string?, string?>("echo", text => text)
            .Orchestrator<object?, bool>("run", async (context, input) =>
                input is null && await context.CallActivityAsync<string?>("echo", null) is null));

        Assert.True(Read<bool>(Completed(await RunAsync("run")).Output));
    }
}
