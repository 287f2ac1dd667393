using System.Text.Json;

namespace Workflows.Durable;

/// <summary>
/// The orchestrators and activities of an application, by name. Each host (the embedded engine, the Functions
/// adapter) runs what stands here; factories are called once per run, so that dependencies come from the host.
/// </summary>
public sealed class DurableRegistry
{
    private readonly Dictionary<string, SortedDictionary<int, OrchestratorRegistration>> orchestrators =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, ActivityRegistration> activities = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> OrchestratorNames => orchestrators.Keys;

    public IReadOnlyCollection<string> ActivityNames => activities.Keys;

    /// <summary>
    /// Adds an orchestrator. A changed one is added beside the old, under the next version: new instances take the
    /// highest, running ones keep theirs.
    /// </summary>
    /// <exception cref="ArgumentException">The name has this version already.</exception>
    public DurableRegistry AddOrchestrator<TInput, TResult>(
        OrchestratorName<TInput, TResult> name, Func<Orchestrator<TInput, TResult>> factory, int version = 1)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (!orchestrators.TryGetValue(name.Name, out var versions))
        {
            orchestrators.Add(name.Name, versions = []);
        }

        versions.Add(version, new OrchestratorRegistration(name.Name, version, async (context, input) =>
            JsonSerializer.SerializeToElement(
                await factory().RunAsync(context, DurableJson.Read<TInput>(input)), DurableJson.Options)));
        return this;
    }

    /// <summary>Adds an activity.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableRegistry AddActivity<TInput, TResult>(
        ActivityName<TInput, TResult> name, Func<Activity<TInput, TResult>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        activities.Add(name.Name, new ActivityRegistration(name.Name, async (context, input, cancellationToken) =>
            JsonSerializer.SerializeToElement(
                await factory().RunAsync(context, DurableJson.Read<TInput>(input), cancellationToken),
                DurableJson.Options)));
        return this;
    }

    /// <summary>The orchestrator that a new instance takes; null when the name is unknown.</summary>
    public OrchestratorRegistration? FindLatestOrchestrator(string name) =>
        orchestrators.TryGetValue(name, out var versions) ? versions.Values.Last() : null;

    /// <summary>The orchestrator that an instance of this version keeps; null when it is no longer registered.</summary>
    public OrchestratorRegistration? FindOrchestrator(string name, int version) =>
        orchestrators.TryGetValue(name, out var versions) ? versions.GetValueOrDefault(version) : null;

    public ActivityRegistration? FindActivity(string name) => activities.GetValueOrDefault(name);
}
