using System.Collections.Concurrent;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Engine.Journal;
using Workflows.Engine.Tests.Faults;

namespace Workflows.Engine.Tests.Hosting;

public sealed class EngineHostTests
{
    private readonly PowerLossFiles disk = new();

    [Fact]
    public async Task No_more_activities_are_at_work_than_allowed()
    {
        var atWork = 0;
        var most = 0;
        var full = new TaskCompletionSource();
        var registry = new DurableRegistry()
            .ActivityAsync<int, int>("work", async (_, n, _) =>
            {
                var now = Interlocked.Increment(ref atWork);
                InterlockedMax(ref most, now);
                if (now == 3)
                {
                    full.TrySetResult();
                }

                await full.Task;
                Interlocked.Decrement(ref atWork);
                return n;
            })
            .Orchestrator<object?, int>("run", async (context, _) => (await Task.WhenAll(
                Enumerable.Range(0, 30).Select(n => context.CallActivityAsync<int>("work", n)))).Sum());
        await using var engine = await StartAsync(registry, atWork: 3);

        var state = await RunAsync(engine, "run");

        Assert.Equal(OrchestrationStatus.Completed, state.Status);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task An_activity_that_a_stop_interrupts_is_run_again_and_has_not_failed()
    {
        var runs = 0;
        var begun = new TaskCompletionSource();
        var registry = new DurableRegistry()
            .ActivityAsync<object?, int>("work", async (_, _, cancellationToken) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                {
                    begun.SetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return runs;
            })
            .Orchestrator<object?, int>("run", (context, _) => context.CallActivityAsync<int>("work", null));
        var engine = await StartAsync(registry);
        Assert.True(await engine.Client.StartAsync("run", "it", null));
        await begun.Task;
        await engine.StopAsync();

        await using var next = await StartAsync(registry);
        var state = await next.Client.WaitForCompletionAsync("it");

        Assert.Equal(2, DurableJson.Read<int>(state.Output!.Value));
    }

    [Fact]
    public async Task A_stop_waits_no_longer_than_it_is_told()
    {
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var registry = new DurableRegistry()
            .ActivityAsync<object?, int>("deaf", async (_, _, _) =>
            {
                begun.TrySetResult();
                await release.Task;
                return 1;
            })
            .Orchestrator<object?, int>("run", (context, _) => context.CallActivityAsync<int>("deaf", null));
        var engine = await StartAsync(registry);
        Assert.True(await engine.Client.StartAsync("run", "it", null));
        await begun.Task;

        await engine.StopAsync(new CancellationToken(canceled: true));
        await engine.Completion;
        await using (var next = await StartAsync(registry))
        {
            release.SetResult();
            Assert.Equal(OrchestrationStatus.Completed, (await next.Client.WaitForCompletionAsync("it")).Status);
        }
    }

    [Fact]
    public async Task A_stopped_engine_refuses_by_name_and_frees_those_who_wait()
    {
        var engine = await StartAsync(Waiter());
        Assert.True(await engine.Client.StartAsync("wait", "it", null));
        var waiting = engine.Client.WaitForCompletionAsync("it");

        await engine.StopAsync();

        await Assert.ThrowsAsync<EngineStoppedException>(() => waiting);
        await Assert.ThrowsAsync<EngineStoppedException>(() => engine.Client.StartAsync("wait", "other", null));
        await Assert.ThrowsAsync<EngineStoppedException>(() => engine.Client.RaiseEventAsync("it", "go", null));
        await engine.StopAsync();
    }

    [Fact]
    public async Task A_disk_that_refuses_stops_the_engine_with_the_reason_and_loses_nothing()
    {
        var engine = await StartAsync(Waiter());
        Assert.True(await engine.Client.StartAsync("wait", "it", null));
        var waiting = engine.Client.WaitForCompletionAsync("it");
        var survivors = disk.AfterPowerLoss();

        var error = await Assert.ThrowsAsync<JournalWriteException>(() => engine.Client.RaiseEventAsync("it", "go", null));

        Assert.Contains("it.journal", error.Message, StringComparison.Ordinal);
        Assert.Contains("The power is gone.", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalWriteException>(() => waiting);
        await Assert.ThrowsAsync<JournalWriteException>(() => engine.Completion);
        await Assert.ThrowsAsync<JournalWriteException>(() => engine.Client.GetAsync("it"));
        await engine.StopAsync();
        await using var next = await StartAsync(Waiter(), files: survivors);
        await next.Client.RaiseEventAsync("it", "go", null);
        Assert.Equal(OrchestrationStatus.Completed, (await next.Client.WaitForCompletionAsync("it")).Status);
    }

    [Fact]
    public async Task An_instance_whose_version_is_missing_waits_for_a_program_that_has_it()
    {
        var engine = await StartAsync(Waiter());
        Assert.True(await engine.Client.StartAsync("wait", "it", null));
        Assert.True(await engine.Client.StartAsync("wait", "unwanted", null));
        await engine.StopAsync();

        await using (var without = await StartAsync(new DurableRegistry()))
        {
            Assert.Equal(["it", "unwanted"], without.StuckInstances.Select(s => s.InstanceId));
            Assert.Contains("Version 1", without.StuckInstances[0].Reason.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<OrchestratorNotRegisteredException>(
                () => without.Client.RaiseEventAsync("it", "go", null));
            await without.Client.TerminateAsync("unwanted");
            Assert.Equal(
                OrchestrationStatus.Terminated, (await without.Client.WaitForCompletionAsync("unwanted")).Status);
        }

        await using var with = await StartAsync(Waiter());
        await with.Client.RaiseEventAsync("it", "go", null);
        Assert.Equal(OrchestrationStatus.Completed, (await with.Client.WaitForCompletionAsync("it")).Status);
        Assert.Empty(with.StuckInstances);
    }

    [Fact]
    public async Task An_unknown_orchestrator_or_a_bad_id_starts_nothing()
    {
        await using var engine = await StartAsync(Waiter());

        var unknown = await Assert.ThrowsAsync<OrchestratorNotRegisteredException>(
            () => engine.Client.StartAsync("nothing", "it", null));
        var empty = await Assert.ThrowsAsync<WorkflowsException>(() => engine.Client.StartAsync("wait", "", null));
        var control = await Assert.ThrowsAsync<WorkflowsException>(() => engine.Client.StartAsync("wait", "a\nb", null));

        Assert.Equal(ErrorKind.Usage, unknown.Kind);
        Assert.Equal(ErrorKind.Usage, empty.Kind);
        Assert.Equal(ErrorKind.Usage, control.Kind);
        Assert.Null(await engine.Client.GetAsync("it"));
    }

    [Fact]
    public async Task Terminating_cancels_the_activities_at_work()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var registry = new DurableRegistry()
            .ActivityAsync<object?, int>("work", async (_, _, cancellationToken) =>
            {
                await using var registration = cancellationToken.Register(cancelled.SetResult);
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return 1;
            })
            .Orchestrator<object?, int>("run", (context, _) => context.CallActivityAsync<int>("work", null));
        await using var engine = await StartAsync(registry);
        Assert.True(await engine.Client.StartAsync("run", "it", null));
        await begun.Task;

        await engine.Client.TerminateAsync("it");

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_payload_too_long_to_record_fails_the_call_and_not_the_engine()
    {
        var registry = new DurableRegistry()
            .Activity<object?, string>("big", _ => new string('x', 5_000_000))
            .Orchestrator<object?, string>("run", (context, _) => context.CallActivityAsync<string>("big", null));
        await using var engine = await StartAsync(registry);

        var state = await RunAsync(engine, "run");

        Assert.Equal(typeof(PayloadTooLargeException).FullName, state.Failure!.ErrorType);
        await Assert.ThrowsAsync<PayloadTooLargeException>(
            () => engine.Client.StartAsync("run", "other", new string('x', 5_000_000)));
    }

    [Fact]
    public async Task A_child_that_nobody_waits_for_is_started_all_the_same()
    {
        var ran = new ConcurrentBag<string>();
        var registry = new DurableRegistry()
            .Activity<string, bool>("note", id =>
            {
                ran.Add(id);
                return true;
            })
            .Orchestrator<object?, bool>("child", (context, _) => context.CallActivityAsync<bool>("note", context.InstanceId))
            .Orchestrator<object?, int>("run", (context, _) =>
            {
                _ = context.CallSubOrchestrationAsync<bool>("child", null, "orphan");
                return Task.FromResult(1);
            });
        await using var engine = await StartAsync(registry);

        Assert.Equal(OrchestrationStatus.Completed, (await RunAsync(engine, "run")).Status);
        while (await engine.Client.GetAsync("orphan") is null)
        {
            // That an instance has ended is seen a moment before those that it started.
            await Task.Yield();
        }

        Assert.Equal(OrchestrationStatus.Completed, (await engine.Client.WaitForCompletionAsync("orphan")).Status);
        Assert.Equal(["orphan"], ran);
    }

    [Fact]
    public async Task An_id_that_somebody_else_has_fails_the_sub_orchestration()
    {
        var registry = Waiter().Orchestrator<object?, string>("run", (context, _) =>
            context.CallSubOrchestrationAsync<string>("wait", null, "taken"));
        await using var engine = await StartAsync(registry);
        Assert.True(await engine.Client.StartAsync("wait", "taken", null));

        var state = await RunAsync(engine, "run");

        Assert.Equal(nameof(ErrorKind.Conflict), state.Failure!.Kind);
        Assert.Contains("'taken'", state.Failure.Message, StringComparison.Ordinal);
    }

    private static DurableRegistry Waiter() => new DurableRegistry()
        .Orchestrator<object?, string>("wait", async (context, _) =>
        {
            await context.WaitForExternalEvent<object?>("go");
            return "went";
        });

    private Task<EngineHost> StartAsync(DurableRegistry registry, int atWork = 16, PowerLossFiles? files = null) =>
        EngineHost.StartAsync(
            new EngineOptions { StateDirectory = "/state", Files = files ?? disk, MaxConcurrentActivities = atWork },
            registry);

    private static async Task<OrchestrationState> RunAsync(EngineHost engine, string orchestrator)
    {
        Assert.True(await engine.Client.StartAsync(orchestrator, "it", null));
        return await engine.Client.WaitForCompletionAsync("it").WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
