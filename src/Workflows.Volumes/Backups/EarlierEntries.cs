using Workflows.Volumes.Manifests;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>The parent's entries beside a walk: both go in the order of paths, so neither is ever held whole.</summary>
internal sealed class EarlierEntries : IAsyncDisposable
{
    private readonly IAsyncEnumerator<TreeEntry>? entries;
    private TreeEntry? next;
    private bool begun;

    /// <param name="entries">The parent's entries; null for no parent.</param>
    public EarlierEntries(IAsyncEnumerable<TreeEntry>? entries) => this.entries = entries?.GetAsyncEnumerator();

    /// <summary>What the parent has at a path; paths are asked for in their order.</summary>
    public async ValueTask<TreeEntry?> FindAsync(TreePath path)
    {
        while (entries is not null && (!begun || next is not null && next.Path < path))
        {
            begun = true;
            next = await entries.MoveNextAsync() ? entries.Current : null;
        }

        return next is not null && next.Path == path ? next : null;
    }

    public ValueTask DisposeAsync() => entries?.DisposeAsync() ?? ValueTask.CompletedTask;
}
