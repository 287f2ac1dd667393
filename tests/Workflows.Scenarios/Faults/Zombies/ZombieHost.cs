using System.Text.Json;
using Workflows.Activities;
using Workflows.Archive.Stores;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Orchestrations;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults.Zombies;

/// <summary>
/// Runs orchestrations on the engine. The first call of one activity is attempted twice: the first attempt is held
/// before one of its steps (a request to the cluster, a call of the store), the second is the one whose result
/// counts. The first goes on when it is told to: long after everything is over.
/// </summary>
internal sealed class ZombieHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActivityServices living = new(TimeProvider.System);
    private readonly ActivityServices dead;
    private readonly DurableRegistry deadActivities = new();
    private readonly FaultProxy proxy;
    private readonly PausePoint pause;
    private readonly string kubeconfig;
    private readonly string proxied;
    private readonly int heldBefore;
    private EngineHost? engine;
    private Task? zombie;
    private int steps;

    /// <param name="workspace">Where the proxy's kubeconfig is written.</param>
    /// <param name="kubeconfig">The cluster's kubeconfig, as it stands in the specification.</param>
    /// <param name="heldBefore">Before which of its steps the zombie is held, from 1.</param>
    private ZombieHost(Workspace workspace, string kubeconfig, int heldBefore)
    {
        this.kubeconfig = kubeconfig;
        this.heldBefore = heldBefore;
        proxy = FaultProxy.Start(kubeconfig);
        proxied = ProxyKubeconfig.Write(proxy, workspace.PathOf("zombie"));
        pause = proxy.PauseAt(_ => Interlocked.Increment(ref steps) == heldBefore);
        dead = new(TimeProvider.System)
        {
            Stores = new(address => new SteppingStore(ArchiveStores.Open(address), StepAsync)),
        };
        deadActivities.AddWorkflowsActivities(dead);
    }

    /// <summary>Whether the first attempt came as far as the step before which it was to be held.</summary>
    public bool IsHeld => held.Task.IsCompleted || pause.Reached.IsCompleted;

    public static async Task<ZombieHost> StartAsync(
        Workspace workspace, string kubeconfig, string activity, int heldBefore)
    {
        var host = new ZombieHost(workspace, kubeconfig, heldBefore);
        var activities = new DurableRegistry().AddWorkflowsActivities(host.living);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        foreach (var name in activities.ActivityNames)
        {
            registry.AddActivity(
                new ActivityName<JsonElement, JsonElement>(name),
                () => new AttemptedTwice(activities.FindActivity(name)!, name == activity ? host : null));
        }

        var options = new EngineOptions { StateDirectory = Path.Combine(workspace.State, $"{activity}-{heldBefore}") };
        host.engine = await EngineHost.StartAsync(options, registry);
        return host;
    }

    /// <summary>Runs an orchestration to its end; the engine has then stopped, with its journals closed.</summary>
    public async Task<OrchestrationState> RunAsync(string orchestrator, string instance, object spec)
    {
        await engine!.Client.StartAsync(orchestrator, instance, spec);
        var ended = await engine.Client.WaitForCompletionAsync(instance).WaitAsync(Patience);
        await engine.DisposeAsync();
        engine = null;
        return ended;
    }

    /// <summary>Lets the zombie go on to its end, whatever that is.</summary>
    public async Task ReleaseAsync()
    {
        released.TrySetResult();
        pause.Release();
        if (zombie is not null)
        {
            await zombie.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        released.TrySetResult();
        pause.Release();
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await proxy.DisposeAsync();
        living.Dispose();
        dead.Dispose();
    }

    private async Task StepAsync()
    {
        if (Interlocked.Increment(ref steps) == heldBefore)
        {
            held.TrySetResult();
            await released.Task;
        }
    }

    /// <summary>Starts the attempt that is to be a zombie, and returns when it is held or has ended.</summary>
    private async Task BeginZombieAsync(ActivityContext context, JsonElement input)
    {
        // Its requests go through the proxy, where they can be held: it is in another process, so to speak.
        var text = input.GetRawText().Replace(
            JsonEncodedText.Encode(kubeconfig).ToString(), JsonEncodedText.Encode(proxied).ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        var own = document.RootElement.Clone();
        zombie = Task.Run(() => deadActivities.FindActivity(context.Name)!.RunAsync(context, own, CancellationToken.None));
        await Task.WhenAny(zombie, held.Task, pause.Reached);
    }

    private sealed class AttemptedTwice(ActivityRegistration activity, ZombieHost? host) : Activity<JsonElement, JsonElement>
    {
        public override async Task<JsonElement> RunAsync(
            ActivityContext context, JsonElement input, CancellationToken cancellationToken)
        {
            if (host is { zombie: null })
            {
                await host.BeginZombieAsync(context, input);
            }

            return await activity.RunAsync(context, input, cancellationToken);
        }
    }
}
