namespace Workflows.Durable.Conformance.Hosting;

/// <summary>A durable engine under test, as its adapter starts it. Disposing ends it and removes what it stored.</summary>
public interface IDurableHost : IAsyncDisposable
{
    /// <summary>The client of the engine as it runs now; another one after a restart.</summary>
    OrchestrationClient Client { get; }

    /// <summary>Runs these orchestrators and activities over an empty store.</summary>
    Task StartAsync(DurableRegistry registry);

    /// <summary>Stops, and goes on from the store with these orchestrators and activities.</summary>
    Task RestartAsync(DurableRegistry registry);

    /// <summary>
    /// Lets so much of the engine's time pass. An engine whose clock can't be set waits, so scenarios name hours only
    /// where <see cref="HasVirtualTime"/>.
    /// </summary>
    Task PassTimeAsync(TimeSpan time);

    /// <summary>Whether <see cref="PassTimeAsync"/> takes no real time.</summary>
    bool HasVirtualTime { get; }

    /// <summary>
    /// Whether a run of an orchestrator ends as soon as the orchestrator does. One of the Durable Task Framework ends when
    /// the activities, children and timers that it did not wait for have ended too.
    /// </summary>
    bool LeavesTasksBehind { get; }
}
