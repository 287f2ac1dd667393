using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands;

namespace Workflows.Cli.Stores;

/// <summary>What is declared in the store that a command is for.</summary>
internal sealed class DeclaredResources
{
    public DeclaredResources(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var store = ArchiveStores.Open(context.Settings.Store);
        Catalog = new ResourceCatalog(store, context.Environment.Time);
        Changes = new CatalogChanges(Catalog, new PlanBackups(store));
    }

    public ResourceCatalog Catalog { get; }

    public CatalogChanges Changes { get; }
}
