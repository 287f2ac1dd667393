using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>What follows a hand-over's header; the parent's entries take room on disk until it is disposed.</summary>
internal sealed class HandedContent : IAsyncDisposable
{
    private readonly ParentTree? parent;

    private HandedContent(ParentTree? parent, Func<Stream, CancellationToken, Task>? writeAsync)
    {
        this.parent = parent;
        WriteAsync = writeAsync;
    }

    /// <summary>Writes it; null where nothing follows.</summary>
    public Func<Stream, CancellationToken, Task>? WriteAsync { get; }

    public static HandedContent Of(ParentTree? parent) => new(parent, parent is null ? null : parent.WriteAsync);

    public static HandedContent Of(VolumeRecord record) => new(
        null,
        (to, cancellationToken) => HandedRecord.WriteAsync(record, to, cancellationToken));

    public ValueTask DisposeAsync() => parent?.DisposeAsync() ?? ValueTask.CompletedTask;
}
