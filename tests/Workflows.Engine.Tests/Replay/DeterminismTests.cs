using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Engine.Replay;
using Workflows.Engine.Tests.Faults;

namespace Workflows.Engine.Tests.Replay;

public sealed class DeterminismTests
{
    private readonly PowerLossFiles disk = new();

    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "a b wait", "b a wait", "activity 'a'", "activity 'b'" },
        { "a wait", "timer wait", "activity 'a'", "a timer until" },
        { "a wait", "child wait", "activity 'a'", "sub-orchestration 'child' as 'x-child'" },
        { "a b wait", "a wait", "activity 'b'", "nothing" },
        { "a wait b wait", "a b wait", "it later", "activity 'b'" },
        { "a wait a wait", "a wait", "more that happened", "nothing more: it ended" },
        { "a wait wait", "a b wait wait", "no further step", "activity 'b'" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Changed_code_fails_with_the_step_that_history_has_and_the_one_asked_for(
        string before, string after, string inHistory, string asked)
    {
        await using (var engine = await StartAsync(before))
        {
            await ScriptedOrchestrator.RunToLastWaitAsync(engine.Client, before);
        }

        await using var next = await StartAsync(after);
        var state = await next.Client.WaitForCompletionAsync("it").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, state.Failure!.ErrorType);
        Assert.Contains($"history has {inHistory}", state.Failure.Message, StringComparison.Ordinal);
        Assert.Contains($"asked for {asked}", state.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("'run' version 1", state.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_catches_everything_cannot_hide_a_mismatch()
    {
        var registry = Script("a wait");
        await using (var engine = await StartAsync(registry))
        {
            Assert.True(await engine.Client.StartAsync("run", "it", null));
        }

        var greedy = new DurableRegistry().Activity<object?, int>("b", _ => 1)
            .Orchestrator<object?, string>("run", async (context, _) =>
            {
                try
                {
                    await context.CallActivityAsync<int>("b", null);
                }
                catch (Exception)
                {
                    // Swallows whatever comes.
                }

                return "fine";
            });
        await using var next = await StartAsync(greedy);

        var state = await next.Client.WaitForCompletionAsync("it").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(OrchestrationStatus.Failed, state.Status);
    }

    public static TheoryData<string> NonDurableWaits => ["delay", "run", "detached", "never"];

    [Theory]
    [MemberData(nameof(NonDurableWaits))]
    public async Task Awaiting_what_is_not_durable_fails_with_the_rule(string kind)
    {
        var registry = new DurableRegistry()
            .Activity<object?, int>("a", _ => 1)
            .Orchestrator<string, int>("run", async (context, how) =>
            {
                await context.CallActivityAsync<int>("a", null);
                await (how switch
                {
                    "delay" => Task.Delay(1),
                    "run" => Task.Run(() => Thread.Sleep(1)),
                    "never" => new TaskCompletionSource().Task,
                    _ => DetachedAsync(),
                });
                return await context.CallActivityAsync<int>("a", null);
            });
        await using var engine = await StartAsync(registry);
        Assert.True(await engine.Client.StartAsync("run", "it", kind));

        var state = await engine.Client.WaitForCompletionAsync("it").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(typeof(NonDurableWaitException).FullName, state.Failure!.ErrorType);
        Assert.Contains("'run' version 1", state.Failure.Message, StringComparison.Ordinal);

        static async Task DetachedAsync() => await Task.Delay(1).ConfigureAwait(false);
    }

    [Fact]
    public async Task The_replay_safe_logger_writes_each_line_once()
    {
        using var lines = new LineCounter();
        var registry = new DurableRegistry().Orchestrator<object?, int>("run", async (context, _) =>
        {
            var log = context.CreateReplaySafeLogger("it");
            log.LogInformation("before");
            await context.WaitForExternalEvent<object?>("go");
            log.LogInformation("after");
            return 1;
        });
        await using (var engine = await StartAsync(registry, lines))
        {
            Assert.True(await engine.Client.StartAsync("run", "it", null));
        }

        await using (var engine = await StartAsync(registry, lines))
        {
            await engine.Client.RaiseEventAsync("it", "go", null);
            await engine.Client.WaitForCompletionAsync("it");
        }

        Assert.Equal(["before", "after"], lines.Lines);
    }

    private Task<EngineHost> StartAsync(string script) => StartAsync(Script(script));

    private Task<EngineHost> StartAsync(DurableRegistry registry, ILoggerFactory? loggers = null) =>
        EngineHost.StartAsync(
            new EngineOptions { StateDirectory = "/state", Files = disk, LoggerFactory = loggers }, registry);

    private static DurableRegistry Script(string script) => ScriptedOrchestrator.Registry(script);
}
