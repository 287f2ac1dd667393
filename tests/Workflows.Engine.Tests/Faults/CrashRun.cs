using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Faults;

/// <summary>
/// Drives one instance to its end over files that may die, the way a user does: start, raise the events that were not
/// confirmed yet, let time pass, and start again after each death.
/// </summary>
internal sealed class CrashRun(DurableRegistry registry, string orchestrator, object input, IReadOnlyList<string> events)
{
    public const string InstanceId = "root";
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    private readonly VirtualTime time = new();
    private readonly HashSet<int> confirmed = [];
    private bool startConfirmed;

    /// <summary>Runs until the end or the death of the files; null for death.</summary>
    public async Task<OrchestrationState?> RunAsync(PowerLossFiles files)
    {
        EngineHost? host = null;
        try
        {
            host = await EngineHost.StartAsync(
                new EngineOptions { StateDirectory = "/state", Files = files, Time = time }, registry);
            return await DriveAsync(host).WaitAsync(HangGuard);
        }
        catch (WorkflowsException) when (files.IsDead)
        {
            return null;
        }
        finally
        {
            if (host is not null)
            {
                await host.StopAsync().WaitAsync(HangGuard);
            }
        }
    }

    private async Task<OrchestrationState> DriveAsync(EngineHost host)
    {
        var started = await host.Client.StartAsync(orchestrator, InstanceId, input);
        Assert.False(startConfirmed && started, "An instance whose start was confirmed was gone.");
        startConfirmed = true;
        for (var i = 0; i < events.Count; i++)
        {
            if (!confirmed.Contains(i))
            {
                await host.Client.RaiseEventAsync(InstanceId, events[i], i);
                confirmed.Add(i);
            }
        }

        var end = host.Client.WaitForCompletionAsync(InstanceId);
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        return await end;
    }
}
