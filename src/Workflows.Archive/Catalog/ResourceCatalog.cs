using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Catalog.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>
/// The catalog of a store: a file for each resource, written on the condition that it is as it was read. It keeps the
/// fields that were given, not the text: comments are lost, defaults are not written out.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
public sealed class ResourceCatalog(IArchiveStore store, TimeProvider time) : IResourceCatalog
{
    private const string Extension = ".json";

    /// <summary>The store.</summary>
    public Uri Location => store.Location;

    /// <inheritdoc/>
    public async Task<StoredResource?> FindAsync(
        ResourceKind kind, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!BackupName.IsValid(name))
            return null;

        var path = ArchiveLayout.Resource(kind.Plural, name);
        try
        {
            // Asked first: of a file that is replaced in between, what is read is newer than the ETag, and a write on
            // that condition is refused.
            if (await store.FindAsync(path, cancellationToken) is not { } blob)
                return null;

            var bytes = await SmallBlobs.ReadAsync(store, path, CatalogFile.MaxBytes, cancellationToken);
            var (file, declared) = CatalogFile.Read(kind, name, path, bytes);
            return new StoredResource(file, declared, blob.ETag);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (CatalogFile.NewerFileException newer)
        {
            throw new ResourceVersionException(store.Location, path, newer.FileVersion);
        }
        catch (InvalidDataException wrong)
        {
            throw new ResourceUnreadableException(store.Location, path, wrong.Message, wrong);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredResource> RequireAsync(
        ResourceKind kind, string name, CancellationToken cancellationToken = default) =>
        await FindAsync(kind, name, cancellationToken) ?? throw new ResourceNotFoundException(store.Location, kind, name);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListedResource> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in NamesAsync(kind, cancellationToken))
        {
            if (await ReadListedAsync(kind, name, cancellationToken) is { } listed)
                yield return listed;
        }
    }

    /// <summary>The names of a kind's resources, in order; nothing is opened.</summary>
    public IAsyncEnumerable<string> NamesAsync(ResourceKind kind, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var folder = ArchiveLayout.Resources(kind.Plural);
        return store.ListAsync(folder, cancellationToken)
            .Select(blob => blob.Path[folder.Length..])
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .Where(BackupName.IsValid);
    }

    /// <inheritdoc/>
    public Task<StoredResource> CreateAsync(DeclaredResource declared, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(declared);
        var now = time.GetUtcNow();
        return WriteAsync(
            declared,
            new CatalogFile
            {
                CatalogVersion = CatalogFile.Version,
                Uid = Guid.NewGuid(),
                Generation = 1,
                CreatedAt = now,
                UpdatedAt = now,
                Resource = JsonSerializer.SerializeToElement(declared.ToJson()),
            },
            WriteCondition.IfAbsent,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredResource> ReplaceAsync(
        StoredResource seen, DeclaredResource declared, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(declared);
        return WriteAsync(
            declared,
            seen.Next(JsonSerializer.SerializeToElement(declared.ToJson()), time.GetUtcNow()),
            WriteCondition.IfMatch(seen.ETag),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (!BackupName.IsValid(name))
            return false;

        var path = ArchiveLayout.Resource(kind.Plural, name);
        if (await store.FindAsync(path, cancellationToken) is null)
            return false;

        await store.DeleteAsync(path, cancellationToken);
        return true;
    }

    private async Task<StoredResource> WriteAsync(
        DeclaredResource declared, CatalogFile file, WriteCondition condition, CancellationToken cancellationToken)
    {
        var path = ArchiveLayout.Resource(declared.Kind.Plural, declared.Resource.Name);
        try
        {
            var written = await store.WriteAsync(path, file.ToBytes(), condition, cancellationToken);
            return new StoredResource(file, declared, written.ETag);
        }
        catch (StoreConflictException conflict)
        {
            throw new ResourceConflictException(store.Location, declared.Kind, declared.Resource.Name, conflict);
        }
    }

    private async Task<ListedResource?> ReadListedAsync(ResourceKind kind, string name, CancellationToken cancellationToken)
    {
        try
        {
            // Null: deleted since its name was listed.
            return await FindAsync(kind, name, cancellationToken) is { } found ? new ListedResource(name, found, Problem: null) : null;
        }
        catch (Exception error) when (error is ResourceUnreadableException or ResourceVersionException)
        {
            return new ListedResource(name, Resource: null, (WorkflowsException)error);
        }
    }
}
