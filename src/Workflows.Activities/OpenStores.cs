using System.Collections.Concurrent;
using Workflows.Archive.Stores;

namespace Workflows.Activities;

/// <summary>One open store per URI, so that all activities share its connections.</summary>
public sealed class OpenStores
{
    private readonly ConcurrentDictionary<string, IArchiveStore> stores = new(StringComparer.Ordinal);

    public IArchiveStore Get(string uri) => stores.GetOrAdd(uri, static address => ArchiveStores.Open(address));
}
