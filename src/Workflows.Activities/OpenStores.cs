using System.Collections.Concurrent;
using Workflows.Archive.Stores;

namespace Workflows.Activities;

/// <summary>One open store per URI, so that all activities share its connections.</summary>
/// <param name="open">Opens the store at a URI; null opens what <see cref="ArchiveStores"/> knows.</param>
public sealed class OpenStores(Func<string, IArchiveStore>? open = null)
{
    private readonly Func<string, IArchiveStore> open = open ?? ArchiveStores.Open;
    private readonly ConcurrentDictionary<string, IArchiveStore> stores = new(StringComparer.Ordinal);

    public IArchiveStore Get(string uri) => stores.GetOrAdd(uri, open);
}
