using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Volumes.Stores;

/// <summary>Where backups of volumes lie: their records in one store, their data beside those or in containers of it.</summary>
public sealed class VolumeStores
{
    private readonly Func<string, CancellationToken, Task<IArchiveStore>>? openContainerAsync;

    /// <param name="catalog">The store that has the records.</param>
    /// <param name="openContainerAsync">Opens a container of it by name; null leaves that to the store itself.</param>
    public VolumeStores(
        IArchiveStore catalog, Func<string, CancellationToken, Task<IArchiveStore>>? openContainerAsync = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Catalog = catalog;
        this.openContainerAsync = openContainerAsync ?? OpenerOf(catalog);
    }

    /// <summary>The store that has the records.</summary>
    public IArchiveStore Catalog { get; }

    /// <summary>The store that has the packs and the tree of a backup.</summary>
    /// <exception cref="WorkflowsException">They are in a container, which this store can't open.</exception>
    public async Task<IArchiveStore> OpenAsync(VolumeRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Container is not { } container)
        {
            return Catalog;
        }

        return openContainerAsync is null
            ? throw new WorkflowsException(
                ErrorKind.Failed,
                $"The data of the volume backup \"{record.Name}\" is in the container '{container}', which can't be opened "
                + $"through {Catalog.Location}.")
            : await openContainerAsync(container, cancellationToken);
    }

    private static Func<string, CancellationToken, Task<IArchiveStore>>? OpenerOf(IArchiveStore catalog) =>
        catalog is IContainerStore containers
            ? (name, cancellationToken) => containers.OpenContainerAsync(name, create: false, cancellationToken)
            : null;
}
