using Workflows.Activities;
using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;

namespace Workflows.Api.Declared;

/// <summary>What is declared in the host's store, for one request.</summary>
internal sealed class DeclaredStore
{
    public DeclaredStore(ApiServices services)
    {
        var store = Stores.Get(services.Store);
        Catalog = new ResourceCatalog(store, services.Time);
        Changes = new CatalogChanges(Catalog, new PlanBackups(store));
        Specs = new PlanSpecs(Catalog, services.Store, services.Mover, Stores) { LongestHook = services.LongestHook };
    }

    public OpenStores Stores { get; } = new();

    public ResourceCatalog Catalog { get; }

    public CatalogChanges Changes { get; }

    public PlanSpecs Specs { get; }
}
