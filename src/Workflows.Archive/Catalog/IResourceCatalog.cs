using Workflows.Archive.Catalog.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>What is declared in a store: clusters, plans and schedules.</summary>
public interface IResourceCatalog
{
    /// <summary>A resource; null when there is none.</summary>
    /// <exception cref="ResourceUnreadableException">Its file is damaged or makes no sense.</exception>
    /// <exception cref="ResourceVersionException">A newer program wrote it.</exception>
    Task<StoredResource?> FindAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default);

    /// <summary>A resource that must be there.</summary>
    /// <exception cref="ResourceNotFoundException">There is none of that name.</exception>
    Task<StoredResource> RequireAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default);

    /// <summary>All resources of a kind, by name; one that can't be read comes with the reason instead of it.</summary>
    IAsyncEnumerable<ListedResource> ListAsync(ResourceKind kind, CancellationToken cancellationToken = default);

    /// <summary>Puts a resource where there is none.</summary>
    /// <exception cref="ResourceConflictException">There is one.</exception>
    Task<StoredResource> CreateAsync(DeclaredResource declared, CancellationToken cancellationToken = default);

    /// <summary>Puts a resource in the place of one that was read.</summary>
    /// <exception cref="ResourceConflictException">It was changed or deleted since.</exception>
    Task<StoredResource> ReplaceAsync(
        StoredResource seen, DeclaredResource declared, CancellationToken cancellationToken = default);

    /// <summary>Removes a resource, readable or not, whoever needs it; what is not there is gone already.</summary>
    /// <returns>Whether it was there.</returns>
    Task<bool> RemoveAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default);
}
