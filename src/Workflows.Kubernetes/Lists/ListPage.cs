using Workflows.Kubernetes.Lists;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

/// <summary>
/// One page of a list: the answer's bytes in a rented buffer, and where in it the items are. Dispose it as soon as
/// its items are written elsewhere.
/// </summary>
public sealed class ListPage : IDisposable
{
    private readonly PooledBody body;
    private readonly ListItem[] items;
    private bool disposed;

    internal ListPage(PooledBody body, ListSlices slices, string fallbackApiVersion, string itemKind)
    {
        this.body = body;
        ResourceVersion = slices.ResourceVersion;
        Continue = slices.Continue;
        RemainingItemCount = slices.RemainingItemCount;
        ApiVersion = slices.ApiVersion ?? fallbackApiVersion;
        items = ItemTypes.Complete(body.Bytes, slices.Items, ApiVersion, itemKind);
    }

    /// <summary>The revision that the list was read at.</summary>
    public string ResourceVersion { get; }

    /// <summary>The token of the next page; null if this is the last.</summary>
    public string? Continue { get; }

    /// <summary>How many objects come after this page, where the server tells; it does not with selectors.</summary>
    public long? RemainingItemCount { get; }

    /// <summary>The list's <c>apiVersion</c>, for example <c>apps/v1</c>.</summary>
    public string ApiVersion { get; }

    public int Count => items.Length;

    public IReadOnlyList<ListItem> Items
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return items;
        }
    }

    public void Dispose()
    {
        disposed = true;
        ((IDisposable)body).Dispose();
    }
}
