using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores.Containers;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;

namespace Workflows.Mover.Waiting;

/// <summary>What was handed over, whole.</summary>
/// <param name="header">What it began with.</param>
/// <param name="store">The store that it grants.</param>
internal sealed class HandedJob(HandoverHeader header, GrantedStore store) : IAsyncDisposable
{
    public HandoverHeader Header { get; } = header;

    public GrantedStore Store { get; } = store;

    /// <summary>Of a backup: its parent, if it has one.</summary>
    public ParentTree? Parent { get; init; }

    /// <summary>Of a backup: what it is sealed with; null for one in the clear.</summary>
    public AttemptKey? Key { get; init; }

    /// <summary>Of a restore: the record.</summary>
    public VolumeRecord? Record { get; init; }

    /// <summary>Of a restore: what it is read with; null for one in the clear.</summary>
    public AttemptKeys? Keys { get; init; }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        if (Parent is not null)
        {
            await Parent.DisposeAsync();
        }
    }
}
