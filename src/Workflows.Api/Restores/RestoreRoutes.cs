using Workflows.Activities.Plans;
using Workflows.Api.Declared;
using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Api.Http;
using Workflows.Api.Instances;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Api.Runs;
using Workflows.Api.Stores;
using Workflows.Core.Plans;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Api.Restores;

/// <summary><c>/v1/restores</c>.</summary>
internal sealed class RestoreRoutes(ApiServices services, ApiLimits limits)
{
    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new("/v1/restores"), "listRestores", "Lists the restores of the store, those under way included, by name.", ListAsync)
        {
            Answer = new(200, "The restores.", typeof(RestoreListDocument)),
        },
        new("POST", new("/v1/restores"), "createRestore", "Begins a restore. The same words again begin nothing new.", CreateAsync)
        {
            Body = FieldReader.Describe(RestoreRequest.Read),
            IsBodyRequired = true,
            Answer = new(202, "It has begun, or had. Location tells how it goes.", typeof(InstanceDocument)) { HasLocation = true },
            Problems = [404, 409, 502],
        },
        new("GET", new("/v1/restores/{name}"), "getRestore", "Tells what a list tells of one restore.", GetAsync)
        {
            Answer = new(200, "The restore.", typeof(RestoreDocument)),
            Problems = [404],
        },
        new("GET", new("/v1/restores/{name}/description"), "describeRestore", "Tells all about a restore: what was asked for, and what became of what.", DescribeAsync)
        {
            Query = [ApiQueries.Details],
            Answer = new(200, "The description.", typeof(RestoreDescriptionDocument)),
            Problems = [404, 502],
        },
        new("DELETE", new("/v1/restores/{name}"), "deleteRestore", "Deletes the record of a restore, or gives up one whose run has ended without. What was restored stays.", DeleteAsync)
        {
            Answer = new(200, "It is gone.", typeof(DeletionDocument)),
            Problems = [404, 409],
        },
    ];

    private async Task<ApiResponse> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var restores = new SortedDictionary<string, RestoreDocument>(StringComparer.Ordinal);
        foreach (var restore in await new StoredRestores(services.Store).ListAsync(cancellationToken))
        {
            restores[restore.Name] = restore;
        }

        var query = new OrchestrationQuery { InstanceIdPrefix = RunRequest.PrefixOf(RunKind.Restore) };
        await foreach (var state in services.Instances.QueryAsync(query, cancellationToken))
        {
            if (RunRequest.NameIn(state.InstanceId, RunKind.Restore, services.Store) is { } name && FindRunning(name, state) is { } run)
            {
                restores.TryAdd(name, run);
            }
        }

        return ApiResponse.Of(200, new RestoreListDocument(services.Store, [.. restores.Values]));
    }

    private static RestoreDocument? FindRunning(string name, OrchestrationState state) =>
        state.Status is OrchestrationStatus.Completed
            ? null
            : new RestoreDocument(name, state.IsEnded ? nameof(OrchestrationStatus.Failed) : BackupDocument.InProgress) { StartedAt = state.CreatedAt };

    private async Task<ApiResponse> CreateAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var asked = await JsonBody.ReadAsync(call.Request, limits.BodyBytes, RestoreRequest.Read, cancellationToken);
        var spec = asked.Plan is { } plan
            ? await SpecByPlanAsync(plan, asked, cancellationToken)
            : SpecLimits.Checked(await SpecOfAsync(asked, asked.Backup!, cancellationToken), services.LongestHook);
        var stored = new StoredRestores(spec.Store);
        return await new RunStarter(services).StartAsync(
            RunRequest.Of(spec),
            async token =>
            {
                await stored.ThrowIfExistsAsync(spec.Name, token);
                await services.CheckCluster(spec.Cluster, token);
            },
            async token => await stored.FindForDeletionAsync(spec.Name, token) is StoredRestores.Trace.None,
            cancellationToken);
    }

    /// <summary>Where no backup is named, a request that is repeated means the one that it meant at first, whichever is the last good one by now.</summary>
    private async Task<RestoreSpec> SpecByPlanAsync(string plan, RestoreRequest asked, CancellationToken cancellationToken)
    {
        var specs = new DeclaredStore(services).Specs;
        var store = await specs.StoreOfRunsAsync(ResourceKind.RestorePlan, plan, cancellationToken);
        var known = await services.Instances.GetAsync(RunRequest.RestoreId(asked.Name, store), cancellationToken);
        var backup = asked.Backup ?? (known is { Input: { } input } ? DurableJson.Read<RestoreSpec>(input).Backup : null);
        return await specs.RestoreAsync(plan, _ => asked.Name, backup, cancellationToken);
    }

    private async Task<RestoreSpec> SpecOfAsync(RestoreRequest asked, string named, CancellationToken cancellationToken)
    {
        var key = services.KeyNamed(asked.KeyId);
        var backup = await new StoredBackups(services.Store, key).RequireAsync(named, cancellationToken);
        var movesData = asked.VolumeData is VolumeDataPolicy.RestoreData && backup.HasVolumeData;
        return new RestoreSpec
        {
            Name = asked.Name,
            Backup = backup.Document.Name,
            Store = services.Store,
            Key = backup.IsEncrypted ? key?.Reference : null,
            VolumeData = asked.VolumeData,
            Mover = movesData ? services.RequireMover("volumeDataPolicy", backup.HasVolumeFiles) : null,
            Selection = asked.Selection,
            NamespaceMappings = asked.NamespaceMappings,
            Claims = new ClaimChanges { StorageClasses = asked.StorageClassMappings },
            Conflict = asked.Conflict,
            PreserveNodePorts = asked.PreserveNodePorts,
            RunHooks = asked.RunHooks,
            Hooks = asked.Hooks,
            Cluster = services.LocateClusterOf(asked.Context),
        };
    }

    private async Task<ApiResponse> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("restore");
        var run = await services.Instances.GetAsync(RunRequest.RestoreId(name, services.Store), cancellationToken);
        return ApiResponse.Of(
            200,
            await new StoredRestores(services.Store).FindAsync(name, cancellationToken)
            ?? (run is null ? null : FindRunning(name, run))
            ?? throw NotFound(name));
    }

    private async Task<ApiResponse> DescribeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var stored = new StoredRestores(services.Store, services.FindKey());
        return ApiResponse.Of(
            200, await stored.DescribeAsync(call.NameOf("restore"), ApiQueries.WantsDetails(call.Request), cancellationToken));
    }

    private async Task<ApiResponse> DeleteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("restore");
        var instanceId = RunRequest.RestoreId(name, services.Store);
        var run = await services.Instances.GetAsync(instanceId, cancellationToken);
        if (run is { IsEnded: false })
        {
            throw new RunConflictException(
                $"Restore '{name}' is under way. POST {InstanceView.PathOf(instanceId)}/terminate ends that; then delete it.");
        }

        var stored = new StoredRestores(services.Store);
        var found = await stored.FindForDeletionAsync(name, cancellationToken);
        if (found is StoredRestores.Trace.None && run is null)
        {
            throw NotFound(name);
        }

        await stored.DeleteAsync(name, services.Host, cancellationToken);
        if (run is not null)
        {
            await services.Instances.PurgeAsync(instanceId, cancellationToken);
        }

        var isWhole = run is null or { Status: OrchestrationStatus.Completed };
        return ApiResponse.Of(200, new DeletionDocument(name, found is StoredRestores.Trace.Restore, !isWhole));
    }

    private NothingFoundException NotFound(string name) => new($"There is no restore '{name}' in {services.Store}.");
}
