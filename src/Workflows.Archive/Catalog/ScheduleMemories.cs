using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>What the schedules of a store remember.</summary>
/// <param name="store">The store of the catalog.</param>
public sealed class ScheduleMemories(IArchiveStore store)
{
    private const string Extension = ".json";

    /// <summary>What a schedule remembers; null for nothing that can be used.</summary>
    /// <param name="kind">The kind of the resource that it stands in.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<SeenMemory> FindAsync(ResourceKind kind, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var path = ArchiveLayout.ScheduleState(kind.Singular, name);

        // Asked first: what is read later is as new or newer, and then a write on this condition is refused.
        if (await store.FindAsync(path, cancellationToken) is not { } blob)
            return new SeenMemory(Memory: null);

        try
        {
            var bytes = await SmallBlobs.ReadAsync(store, path, ScheduleStateFile.MaxBytes, cancellationToken);
            return new SeenMemory(ScheduleStateFile.Read(bytes)) { ETag = blob.ETag };
        }
        catch (Exception unusable) when (unusable is BlobNotFoundException or InvalidDataException)
        {
            return new SeenMemory(Memory: null) { ETag = blob.ETag };
        }
    }

    /// <summary>Remembers, unless somebody else did since it was read.</summary>
    /// <param name="kind">The kind of the resource that the schedule stands in.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="seen">What was found.</param>
    /// <param name="memory">What to remember.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False where somebody else was first: what they decided counts.</returns>
    public async Task<bool> TryWriteAsync(
        ResourceKind kind, string name, SeenMemory seen, ScheduleMemory memory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(memory);
        var file = new ScheduleStateFile
        {
            StateVersion = ScheduleStateFile.Version,
            Uid = memory.Uid,
            Rule = memory.Rule,
            HandledUpTo = memory.State.HandledUpTo,
            Waiting = memory.State.Waiting,
            MissedSince = memory.MissedSince,
        };
        try
        {
            await store.WriteAsync(
                ArchiveLayout.ScheduleState(kind.Singular, name),
                file.ToBytes(),
                seen.ETag is { } eTag ? WriteCondition.IfMatch(eTag) : WriteCondition.IfAbsent,
                cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    /// <summary>Forgets what is remembered of schedules that are none any more.</summary>
    /// <param name="isLive">Whether a resource of a kind's singular and of a name has a schedule.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task ForgetAsync(Func<string, string, bool> isLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isLive);
        var stale = await store.ListAsync(ArchiveLayout.ScheduleStates, cancellationToken)
            .Select(blob => blob.Path)
            .Where(path => path.EndsWith(Extension, StringComparison.Ordinal)
                && path[ArchiveLayout.ScheduleStates.Length..^Extension.Length].Split('/') is [var kind, var name]
                && !isLive(kind, name))
            .ToListAsync(cancellationToken);
        foreach (var path in stale)
            await store.DeleteAsync(path, cancellationToken);
    }
}
