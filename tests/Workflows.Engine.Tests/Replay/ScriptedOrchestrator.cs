using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Replay;

/// <summary>An orchestrator that does what a line says, so that changing the line changes the code.</summary>
internal static class ScriptedOrchestrator
{
    public static DurableRegistry Registry(string script) => new DurableRegistry()
        .Activity<object?, int>("a", _ => 1)
        .Activity<object?, int>("b", _ => 2)
        .Orchestrator<object?, int>("child", (_, _) => Task.FromResult(3))
        .Orchestrator<object?, string>("run", async (context, _) =>
        {
            var waits = 0;
            foreach (var step in script.Split(' '))
            {
                if (step == "wait")
                {
                    context.SetCustomStatus($"waiting {++waits}");
                }

                await StepAsync(context, step);
            }

            return script;
        });

    /// <summary>Starts it, and raises events until it stands at the last wait of its script, or has ended.</summary>
    public static async Task RunToLastWaitAsync(OrchestrationClient client, string script)
    {
        Assert.True(await client.StartAsync("run", "it", null));
        var waits = script.Split(' ').Count(s => s == "wait");
        for (var i = 1; i < waits; i++)
        {
            await UntilWaitingAsync(client, i);
            await client.RaiseEventAsync("it", "go", null);
        }

        await UntilWaitingAsync(client, waits);
    }

    private static async Task UntilWaitingAsync(OrchestrationClient client, int wait)
    {
        var there = new TaskCompletionSource();
        var end = client.WaitForCompletionAsync("it", state =>
        {
            if (state.CustomStatus?.GetString() == $"waiting {wait}")
            {
                there.TrySetResult();
            }
        });
        await Task.WhenAny(there.Task, end).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task StepAsync(OrchestrationContext context, string step) => step switch
    {
        "wait" => context.WaitForExternalEvent<object?>("go"),
        "timer" => context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None),
        "child" => context.CallSubOrchestrationAsync<int>("child", null, "x-child"),
        _ => context.CallActivityAsync<int>(step, null),
    };
}
