using Workflows.Activities;
using Workflows.Benchmarks.Clusters;
using Workflows.Benchmarks.Measuring;
using Workflows.Core.Backups;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;

namespace Workflows.Benchmarks.Running;

/// <summary>
/// The product as the command line puts it together (engine, orchestrations, activities, a folder as store), in this
/// process: warm, so that what is compared with it need not pay for a start either.
/// </summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly ActivityServices services;
    private readonly EngineHost host;

    private ProductHost(EngineHost host, TemporaryFolder folder, ActivityServices services)
    {
        this.host = host;
        this.folder = folder;
        this.services = services;
    }

    public string Store => folder.PathOf("store");

    public static async Task<ProductHost> StartAsync(CancellationToken cancellationToken)
    {
        var own = new TemporaryFolder();
        var activities = new ActivityServices(TimeProvider.System);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations().AddWorkflowsActivities(activities);
        var options = new EngineOptions { StateDirectory = own.PathOf("state") };
        return new(await EngineHost.StartAsync(options, registry, cancellationToken), own, activities);
    }

    /// <summary>A backup of everything.</summary>
    /// <returns>What each step took.</returns>
    public async Task<StepTimes> BackUpAsync(
        string name, ControlPlane cluster, int leastObjects, CancellationToken cancellationToken)
    {
        var spec = new BackupSpec { Name = name, Cluster = cluster.Reference, Store = Store, IncludeSecrets = true };
        var (summary, steps) = await RunAsync<BackupSummary, BackupProgress>(
            BackupNames.Backup.Name, $"backup-{name}", spec, progress => progress.Step, cluster, cancellationToken);
        return summary.Errors == 0 && summary.Objects >= leastObjects
            ? steps
            : throw new InvalidOperationException($"The backup is not whole: {summary}");
    }

    /// <summary>A restore of a whole backup.</summary>
    /// <returns>What each step took.</returns>
    public async Task<StepTimes> RestoreAsync(
        string name, string backup, ControlPlane cluster, int leastObjects, CancellationToken cancellationToken)
    {
        var spec = new RestoreSpec { Name = name, Backup = backup, Cluster = cluster.Reference, Store = Store };
        var (summary, steps) = await RunAsync<RestoreSummary, RestoreProgress>(
            RestoreNames.Restore.Name, $"restore-{name}", spec, progress => progress.Step, cluster, cancellationToken);
        return summary.Counts.Failed == 0 && summary.Counts.Created >= leastObjects
            ? steps
            : throw new InvalidOperationException($"The restore is not whole: {summary}");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        services.Dispose();
        folder.Dispose();
    }

    private async Task<(TResult Result, StepTimes Steps)> RunAsync<TResult, TProgress>(
        string orchestrator,
        string instance,
        object input,
        Func<TProgress, string> stepOf,
        ControlPlane cluster,
        CancellationToken cancellationToken)
        where TProgress : class
    {
        var steps = new StepTimes(cluster.Servers);
        steps.Enter("Planning");
        await host.Client.StartAsync(orchestrator, instance, input, cancellationToken);
        var state = await host.Client.WaitForCompletionAsync(instance, Note, cancellationToken);
        steps.Enter(null);
        return state is { Status: OrchestrationStatus.Completed, Output: { } output }
            ? (DurableJson.Read<TResult>(output), steps)
            : throw new InvalidOperationException($"{instance} ended as {state.Status}: {state.Failure?.Message}");

        void Note(OrchestrationState seen)
        {
            if (seen.CustomStatus is { } status && DurableJson.Read<TProgress>(status) is { } progress)
            {
                steps.Enter(stepOf(progress));
            }
        }
    }
}
