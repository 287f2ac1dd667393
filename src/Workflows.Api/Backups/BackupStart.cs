using Workflows.Api.Declared;
using Workflows.Api.Http;
using Workflows.Api.Instances;
using Workflows.Api.Runs;
using Workflows.Api.Stores;
using Workflows.Core.Backups;

namespace Workflows.Api.Backups;

/// <summary>Begins backups, each once.</summary>
internal sealed class BackupStart(ApiServices services)
{
    /// <summary>Begins a backup by a declared plan.</summary>
    /// <param name="plan">The plan's name.</param>
    /// <param name="name">What the backup is to be called.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ApiResponse> ByPlanAsync(string plan, string name, CancellationToken cancellationToken) =>
        await RunAsync(await new DeclaredStore(services).Specs.BackupAsync(plan, name, cancellationToken), cancellationToken);

    /// <summary>Begins a backup, or finds that the very same was begun before.</summary>
    public Task<ApiResponse> RunAsync(BackupSpec spec, CancellationToken cancellationToken)
    {
        var stored = new StoredBackups(spec.Store);
        return new RunStarter(services).StartAsync(
            RunRequest.Of(spec),
            async token =>
            {
                await stored.ThrowIfExistsAsync(spec.Name, token);
                await services.CheckCluster(spec.Cluster, token);
            },
            async token => await stored.FindForDeletionAsync(spec.Name, token) is StoredBackups.Trace.None,
            cancellationToken);
    }
}
