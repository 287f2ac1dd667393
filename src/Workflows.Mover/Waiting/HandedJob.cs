using Workflows.Archive.Stores.Containers;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;

namespace Workflows.Mover.Waiting;

/// <summary>What was handed over, whole.</summary>
/// <param name="header">What it began with.</param>
/// <param name="store">The store that it grants.</param>
/// <param name="parent">Of a backup: its parent, if it has one.</param>
/// <param name="record">Of a restore: the record.</param>
internal sealed class HandedJob(HandoverHeader header, GrantedStore store, ParentTree? parent, VolumeRecord? record)
    : IAsyncDisposable
{
    public HandoverHeader Header { get; } = header;

    public GrantedStore Store { get; } = store;

    public ParentTree? Parent { get; } = parent;

    public VolumeRecord? Record { get; } = record;

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        if (Parent is not null)
        {
            await Parent.DisposeAsync();
        }
    }
}
