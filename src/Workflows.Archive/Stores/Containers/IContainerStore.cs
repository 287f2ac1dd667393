using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// A store that has containers beside its own blobs: stores of their own, each of which can be opened to somebody who
/// may touch nothing else. Safe for concurrent use.
/// </summary>
public interface IContainerStore
{
    /// <summary>A container, with all the rights of this store.</summary>
    /// <param name="name">See <see cref="ContainerName"/>.</param>
    /// <param name="create">Whether one that is not there is created.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StorePathException">It can't be a container's name.</exception>
    /// <exception cref="StoreNotFoundException">There is no such container, and none was to be created.</exception>
    /// <exception cref="ContainerTakenException">What has that name is no container of this store.</exception>
    /// <exception cref="StoreAccessDeniedException">The store's credential is not good for containers.</exception>
    Task<IArchiveStore> OpenContainerAsync(string name, bool create, CancellationToken cancellationToken = default);

    /// <summary>The names of the containers that there are, in order; those of others beside them are none of them.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StoreAccessDeniedException">The store's credential may not list containers.</exception>
    Task<IReadOnlyList<string>> ListContainersAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// What somebody else needs to use a container that is there, for a time. It holds a secret and cannot be taken
    /// back: make it short, hand it over, write it down nowhere, and renew it by another one when half of it is over, so
    /// that no difference between two clocks matters.
    /// </summary>
    /// <param name="name">The container.</param>
    /// <param name="access">What it allows.</param>
    /// <param name="lifetime">For how long: more than none, at most <see cref="StoreGrant.MaxLifetime"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StorePathException">It can't be a container's name.</exception>
    /// <exception cref="StoreNotFoundException">There is no such container.</exception>
    /// <exception cref="ContainerTakenException">What has that name is no container of this store.</exception>
    /// <exception cref="StoreAccessDeniedException">The store's credential can't be used to grant anything.</exception>
    Task<StoreGrant> GrantAsync(
        string name, StoreAccess access, TimeSpan lifetime, CancellationToken cancellationToken = default);
}
