using Workflows.Activities.Events.Incoming;
using Workflows.Core.Backups;
using Workflows.Core.Events;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Events;

/// <summary>Events are doubled, out of order and in lists of any length, and the process is killed at any step.</summary>
public sealed class RepeatedEventTests
{
    private const int Events = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Each_event_starts_once_what_its_rules_say(int seed)
    {
        var random = new Random(seed);
        var bench = new EventBench();
        await bench.DeclarePlansAsync();
        await bench.RuleAsync("all", "startBackup: { plan: nightly }");
        await bench.RuleAsync("even", "startBackup: { plan: unscheduled }", "types: [even]");

        var begun = new List<string>();
        var deaths = 0;
        void Die()
        {
            if (random.Next(25) == 0)
            {
                deaths++;
                throw new KilledException();
            }
        }

        bench.Declared.Store.Before = (_, _) =>
        {
            Die();
            return Task.CompletedTask;
        };
        bench.Client.OnStart = Die;

        // A delivery that isn't answered comes again, until one is; one that is may come again all the same.
        var waiting = Enumerable.Range(0, Events)
            .SelectMany(number => Enumerable.Repeat(EventBench.Event($"{number}", number % 2 == 0 ? "even" : "odd"), 1 + random.Next(3)))
            .ToList();
        while (waiting.Count > 0)
        {
            ReceivedEvent[] list = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => waiting[random.Next(waiting.Count)])];
            try
            {
                var report = await bench.TakeAsync(list);
                begun.AddRange(report.Events.SelectMany(each => each.Rules)
                    .Where(rule => rule.Outcome is EventOutcome.Started)
                    .SelectMany(rule => rule.Instances));
                Assert.All(report.Events.SelectMany(each => each.Rules), rule => Assert.Null(rule.Problem));
                foreach (var taken in list)
                {
                    waiting.Remove(taken);
                }
            }
            catch (KilledException)
            {
                // The next process gets the same list, or another one.
            }
        }

        var specs = new List<BackupSpec>();
        await foreach (var state in bench.Client.QueryAsync(new OrchestrationQuery()))
        {
            specs.Add(DurableJson.Read<BackupSpec>(state.Input!.Value));
        }

        Assert.Equal((Events, Events / 2), (specs.Count(spec => spec.Plan == "nightly"), specs.Count(spec => spec.Plan == "unscheduled")));
        Assert.Equal(begun.Count, begun.Distinct(StringComparer.Ordinal).Count());
        Assert.True(deaths > 20, $"The process died {deaths} times only.");
    }

    private sealed class KilledException : Exception;
}
