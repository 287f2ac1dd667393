using System.Collections.Concurrent;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Faults;

/// <summary>A fan-out, children that continue as new, retries, a timer and an event, and a count of what ran.</summary>
internal sealed class CrashWorkload
{
    public const int ExpectedResult = 1000 + (0 + 1 + 2 + 3 + 4) + 2 * (10 + 11) + 100;

    /// <summary>Each activity's input names its instance, generation and place, so that each call has a key of its own.</summary>
    public ConcurrentDictionary<string, int> Runs { get; } = new();

    public DurableRegistry Registry => new DurableRegistry()
        .ActivityAsync<Work, int>("work", (_, work, _) =>
        {
            Runs.AddOrUpdate(work.Key, 1, (_, n) => n + 1);
            return Task.FromResult(work.Value);
        })
        .Activity<Work, int>("flaky", work =>
            Runs.AddOrUpdate(work.Key, 1, (_, n) => n + 1) < 3
                ? throw new IOException("not yet")
                : work.Value)
        .Orchestrator<int, int>("child", ChildAsync)
        .Orchestrator<int, int>("root", RootAsync);

    private static async Task<int> RootAsync(OrchestrationContext context, int input)
    {
        var work = Enumerable.Range(0, 5).Select(n =>
            context.CallActivityAsync<int>("work", new Work($"root/0/{n}", n)));
        var children = Enumerable.Range(0, 2).Select(n => context.CallSubOrchestrationAsync<int>("child", 0, $"child-{n}"));
        var sum = (await Task.WhenAll(work.Concat(children))).Sum();
        await context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromHours(1), CancellationToken.None);
        sum += await context.CallActivityAsync<int>(
            "flaky", new Work("flaky", 100), new RetryOptions(5, TimeSpan.FromMinutes(1)));
        await context.WaitForExternalEvent<int>("go");
        return input + sum;
    }

    private static async Task<int> ChildAsync(OrchestrationContext context, int sum)
    {
        var generation = sum == 0 ? 0 : 1;
        var next = sum + await context.CallActivityAsync<int>(
            "work", new Work($"{context.InstanceId}/{generation}/0", 10 + generation));
        if (generation == 0)
        {
            context.ContinueAsNew(next);
        }

        return next;
    }

    internal sealed record Work(string Key, int Value);
}
