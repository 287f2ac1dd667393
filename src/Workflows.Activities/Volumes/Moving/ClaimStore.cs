using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>The store as one claim's data lies in it: its records in the main store, all else in a container of its own.</summary>
internal sealed class ClaimStore
{
    /// <summary>How long a mover's grant holds; half of it later it gets the next.</summary>
    private static readonly TimeSpan GrantLifetime = TimeSpan.FromHours(4);

    private readonly IContainerStore containers;
    private readonly ClaimMove move;
    private readonly ActivityServices services;

    private ClaimStore(IArchiveStore catalog, IContainerStore containers, ClaimMove move, ActivityServices services)
    {
        Catalog = catalog;
        this.containers = containers;
        this.move = move;
        this.services = services;
    }

    /// <summary>The main store.</summary>
    public IArchiveStore Catalog { get; }

    /// <exception cref="WorkflowsException">The store has no containers.</exception>
    public static ClaimStore Open(ActivityServices services, ClaimMove move)
    {
        var store = services.Stores.Get(move.Run.Store);
        return store is IContainerStore containers
            ? new(store, containers, move, services)
            : throw new WorkflowsException(
                ErrorKind.Failed, $"The store {store.Location} has no containers to keep volumes' data apart in.");
    }

    /// <summary>Makes the volume's container, if it is not there.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) =>
        containers.OpenContainerAsync(move.Planned.Volume, create: true, cancellationToken);

    public async Task<VolumeRuns> OpenRunsAsync(CancellationToken cancellationToken) =>
        RunsIn(await containers.OpenContainerAsync(move.Planned.Volume, create: false, cancellationToken));

    /// <summary>The same; null where the volume has no container.</summary>
    public async Task<VolumeRuns?> FindRunsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenRunsAsync(cancellationToken);
        }
        catch (StoreNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The key of the volume's encrypted backups, made where there is none; null for backups in the clear.</summary>
    public async Task<VolumeKey?> FindKeyAsync(CancellationToken cancellationToken) =>
        services.Keys.Find(move.Run.Key) is { } wrapping
            ? await VolumeKeys.CreateAsync(Catalog, move.Planned.Volume, wrapping, cancellationToken)
            : null;

    /// <summary>The backup to restore, with the keys that it is read with.</summary>
    public Task<OpenedVolume> OpenRecordAsync(CancellationToken cancellationToken) =>
        new VolumeCatalog(Catalog).OpenAsync(move.Planned.Record, services.Keys.Find(move.Run.Key), cancellationToken);

    /// <summary>What a mover needs for its task and nothing more.</summary>
    public Task<StoreGrant> GrantAsync(CancellationToken cancellationToken) => containers.GrantAsync(
        move.Planned.Volume,
        move.Run.Task is MoverTask.Backup ? StoreAccess.CreateOnly : StoreAccess.ReadOnly,
        GrantLifetime,
        cancellationToken);

    /// <summary>When the next grant is due, by this machine's clock; null for one that does not end.</summary>
    public DateTimeOffset? RenewalOf(StoreGrant grant) =>
        grant.ExpiresAt is null ? null : services.Time.GetUtcNow() + (GrantLifetime / 2);

    private VolumeRuns RunsIn(IArchiveStore data) => new(Catalog, data, services.Time, move.Planned.Volume);
}
