using Workflows.Activities.Plans;
using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Api.Http;
using Workflows.Api.Instances;
using Workflows.Api.Problems;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Api.Runs;
using Workflows.Api.Stores;
using Workflows.Core.Backups;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Api.Backups;

/// <summary><c>/v1/backups</c>.</summary>
internal sealed class BackupRoutes(ApiServices services, ApiLimits limits)
{
    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new("/v1/backups"), "listBackups", "Lists the backups of the store, those that are being made included, by name.", ListAsync)
        {
            Answer = new(200, "The backups.", typeof(BackupListDocument)),
        },
        new("POST", new("/v1/backups"), "createBackup", "Begins a backup. The same words again begin nothing new.", CreateAsync)
        {
            Body = FieldReader.Describe(BackupRequest.Read),
            IsBodyRequired = true,
            Answer = new(202, "It has begun, or had. Location tells how it goes.", typeof(InstanceDocument)) { HasLocation = true },
            Problems = [404, 409, 502],
        },
        new("GET", new("/v1/backups/{name}"), "getBackup", "Tells what a list tells of one backup.", GetAsync)
        {
            Answer = new(200, "The backup.", typeof(BackupDocument)),
            Problems = [404],
        },
        new("GET", new("/v1/backups/{name}/description"), "describeBackup", "Tells all about a backup: what was asked for, what it holds, what it lacks.", DescribeAsync)
        {
            Query = [ApiQueries.Details],
            Answer = new(200, "The description.", typeof(BackupDescriptionDocument)),
            Problems = [404, 502],
        },
        new("DELETE", new("/v1/backups/{name}"), "deleteBackup", "Deletes a backup, or gives up one whose run has ended without.", DeleteAsync)
        {
            Answer = new(200, "It is gone.", typeof(DeletionDocument)),
            Problems = [404, 409, 502],
        },
    ];

    private async Task<ApiResponse> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var backups = new SortedDictionary<string, BackupDocument>(StringComparer.Ordinal);
        foreach (var backup in await new StoredBackups(services.Store).ListAsync(cancellationToken))
        {
            backups[backup.Name] = backup;
        }

        var query = new OrchestrationQuery { InstanceIdPrefix = RunRequest.PrefixOf(RunKind.Backup) };
        await foreach (var state in services.Instances.QueryAsync(query, cancellationToken))
        {
            if (RunRequest.NameIn(state.InstanceId, RunKind.Backup, services.Store) is { } name && FindRunning(name, state) is { } run
                && (!backups.TryGetValue(name, out var known) || known.Phase == BackupDocument.InProgress))
            {
                backups[name] = run;
            }
        }

        return ApiResponse.Of(200, new BackupListDocument(services.Store, [.. backups.Values]));
    }

    /// <summary>What a run is that is no backup yet, or has become none; null once it has become one.</summary>
    private static BackupDocument? FindRunning(string name, OrchestrationState state) =>
        state.Status is OrchestrationStatus.Completed
            ? null
            : new BackupDocument(name, state.IsEnded ? nameof(OrchestrationStatus.Failed) : BackupDocument.InProgress) { CreatedAt = state.CreatedAt };

    private async Task<ApiResponse> CreateAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var asked = await JsonBody.ReadAsync(call.Request, limits.BodyBytes, BackupRequest.Read, cancellationToken);
        var start = new BackupStart(services);
        return asked.Plan is { } plan
            ? await start.ByPlanAsync(plan, asked.Name, cancellationToken)
            : await start.RunAsync(SpecLimits.Checked(SpecOf(asked), services.LongestHook), cancellationToken);
    }

    private BackupSpec SpecOf(BackupRequest asked)
    {
        var key = services.KeyNamed(asked.KeyId);
        return new BackupSpec
        {
            Name = asked.Name,
            Store = services.Store,
            Selection = asked.Selection,
            IncludeSecrets = asked.IncludeSecrets ?? (key is not null ? true : throw ApiException.Invalid(
                "includeSecrets",
                "Say true or false, since this service has no key: without one, Secrets would lie in the archive in the clear, and without "
                + "Secrets, what needs them won't run after a restore.")),
            Key = key?.Reference,
            Mover = asked.Volumes is { } action ? MoverFor(asked, action) : null,
            VolumePolicies = asked.VolumePolicies,
            DefaultVolumesToFsBackup = asked.DefaultVolumesToFsBackup,
            Ttl = asked.Ttl,
            OneRevision = asked.OneRevision,
            RunHooks = asked.RunHooks,
            Hooks = asked.Rules.Hooks,
            Components = asked.Rules.Components,
            Cluster = services.LocateClusterOf(asked.Context),
        };
    }

    private MoverSettings MoverFor(BackupRequest asked, VolumeAction action)
    {
        var moves = action is not VolumeAction.Snapshot;
        var byPolicy = !moves && asked.VolumePolicies?.MoveFiles() == true;
        return services.RequireMover(byPolicy ? "volumePolicies" : "includeVolumeData", moves || byPolicy) with
        {
            DefaultAction = action,
            GroupLabel = asked.GroupLabel,
        };
    }

    private async Task<ApiResponse> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("backup");
        var run = await services.Instances.GetAsync(RunRequest.BackupId(name, services.Store), cancellationToken);
        return ApiResponse.Of(
            200,
            await new StoredBackups(services.Store).FindAsync(name, cancellationToken)
            ?? (run is null ? null : FindRunning(name, run))
            ?? throw NotFound(name));
    }

    private async Task<ApiResponse> DescribeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var stored = new StoredBackups(services.Store, services.FindKey());
        return ApiResponse.Of(
            200, await stored.DescribeAsync(call.NameOf("backup"), ApiQueries.WantsDetails(call.Request), cancellationToken));
    }

    private async Task<ApiResponse> DeleteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("backup");
        var instanceId = RunRequest.BackupId(name, services.Store);
        var run = await services.Instances.GetAsync(instanceId, cancellationToken);
        if (run is { IsEnded: false })
        {
            throw new RunConflictException(
                $"Backup '{name}' is being made. POST {InstanceView.PathOf(instanceId)}/terminate ends that; then delete it.");
        }

        var stored = new StoredBackups(services.Store);
        var found = await stored.FindForDeletionAsync(name, cancellationToken);
        if (found is StoredBackups.Trace.None && run is null)
        {
            throw NotFound(name);
        }

        var isWhole = run is null or { Status: OrchestrationStatus.Completed };
        var snapshots = new BackupSnapshots(services.Store, () => services.LocateCluster(ContextOf(run)), services.RemoveSnapshots);
        var left = await new BackupRemoval(stored, snapshots, services.Host, services.Time).RunAsync(
            name, found is StoredBackups.Trace.Backup && isWhole, allowLast: false, cancellationToken);
        if (run is not null)
        {
            await services.Instances.PurgeAsync(instanceId, cancellationToken);
        }

        return ApiResponse.Of(200, new DeletionDocument(name, found is StoredBackups.Trace.Backup, !isWhole) { SnapshotsLeft = left });
    }

    /// <summary>Snapshots are with the cluster that the backup is of; null, the service's own, where that isn't known any more.</summary>
    private static string? ContextOf(OrchestrationState? run) =>
        run?.Input is { } input ? DurableJson.Read<BackupSpec>(input).Cluster.Context : null;

    private NothingFoundException NotFound(string name) => new($"There is no backup '{name}' in {services.Store}.");
}
