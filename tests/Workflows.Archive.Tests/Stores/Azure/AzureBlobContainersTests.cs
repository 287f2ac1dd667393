using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Tests.Stores.Containers;

namespace Workflows.Archive.Tests.Stores.Azure;

[NeedsAzurite]
public sealed class AzureBlobContainersTests : ContainerStoreConformance, IDisposable
{
    private readonly TestContainer container = new();

    public AzureBlobContainersTests() => Store = container.Store();

    protected override IArchiveStore Store { get; }

    public void Dispose() => container.Dispose();

    protected override GrantedStore Open(StoreGrant grant, string? spool = null) =>
        StoreGrants.Open(grant, Azurite.QuickOptions(), spool: spool);
}

/// <summary>The same of a store below a prefix, which shares its container, but none of these.</summary>
[NeedsAzurite]
public sealed class AzureBlobContainersWithPrefixTests : ContainerStoreConformance, IAsyncLifetime, IDisposable
{
    private readonly TestContainer container = new();

    public AzureBlobContainersWithPrefixTests() => Store = container.Store(prefix: "team/cluster");

    protected override IArchiveStore Store { get; }

    public async Task InitializeAsync()
    {
        foreach (var prefix in new[] { "", "team", "team/clusterx" })
        {
            var other = await container.Store(prefix: prefix).OpenContainerAsync("one", create: true);
            await other.WriteAsync("volumes/v/packs/one", "of somebody else"u8.ToArray(), WriteCondition.IfAbsent);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => container.Dispose();

    protected override GrantedStore Open(StoreGrant grant, string? spool = null) =>
        StoreGrants.Open(grant, Azurite.QuickOptions(), spool: spool);
}
