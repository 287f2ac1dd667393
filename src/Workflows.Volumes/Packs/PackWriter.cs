using System.Globalization;
using System.Runtime.ExceptionServices;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Packs;

/// <summary>
/// Puts chunks into packs, and packs into the store: each is written once, whole, and never changed. Safe for concurrent
/// use. Memory is bounded, also with a store that wants packs whole: one is filled while some are on their way.
/// </summary>
internal sealed class PackWriter : IAsyncDisposable
{
    /// <summary>A pack is closed when it has as many bytes: few requests, and little to fetch for one file.</summary>
    public const int TargetLength = 16 << 20;

    /// <summary>How many packs may be on their way to the store.</summary>
    private const int Uploads = 4;

    private readonly IArchiveStore store;
    private readonly VolumeLayout layout;
    private readonly string attempt;
    private readonly PackTable table;
    private readonly Action onFailure;
    private readonly CancellationToken cancellation;
    private readonly AttemptKey? key;
    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim room = new(Uploads);
    private readonly List<Task> uploads = [];
    private PackFile? filling;
    private long storedBytes;
    private int opened;
    private Exception? failure;

    /// <param name="store">The store.</param>
    /// <param name="layout">Where the volume lies.</param>
    /// <param name="attempt">In the name of each pack, so that attempts never meet.</param>
    /// <param name="table">Where the packs are entered.</param>
    /// <param name="onFailure">Called once, when a pack could not be stored.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <param name="key">What the packs are sealed with; null for packs in the clear.</param>
    public PackWriter(
        IArchiveStore store,
        VolumeLayout layout,
        string attempt,
        PackTable table,
        Action onFailure,
        CancellationToken cancellation,
        AttemptKey? key = null)
    {
        this.key = key;
        this.onFailure = onFailure;
        this.store = store;
        this.layout = layout;
        this.attempt = attempt;
        this.table = table;
        this.cancellation = cancellation;
    }

    /// <summary>Why a pack could not be stored, the first time; from then on nothing is taken.</summary>
    public Exception? Failure => Volatile.Read(ref failure);

    /// <summary>How many bytes of packs were stored; all of them once they are written.</summary>
    public long StoredBytes => Interlocked.Read(ref storedBytes);

    /// <summary>Adds a chunk as it is to be stored.</summary>
    /// <param name="stored">Its bytes; free again when the call has ended.</param>
    /// <param name="add">Called with the place of the chunk, before anybody else may add one.</param>
    public async ValueTask<T> AddAsync<T>(ReadOnlyMemory<byte> stored, Func<(int Pack, int Offset), T> add)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            ThrowIfFailed();
            if (filling is not null && stored.Length > filling.Room)
            {
                await CloseAsync(filling);
            }

            filling ??= Open();
            var offset = filling.Length;
            await filling.AppendAsync(stored, cancellation);
            return add((filling.Number, offset));
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Fail(failed);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes what is left, and waits until all is written.</summary>
    public async Task CompleteAsync()
    {
        if (filling is not null)
        {
            await CloseAsync(filling);
        }

        await Task.WhenAll(uploads);
        ThrowIfFailed();
    }

    /// <summary>Waits for what is on its way: afterwards nothing is written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(uploads);
        await (filling?.DisposeAsync() ?? ValueTask.CompletedTask);
        turn.Dispose();
        room.Dispose();
    }

    private void ThrowIfFailed()
    {
        if (Failure is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed);
        }
    }

    /// <summary>A store that refuses one pack will hardly take the next: what is read after that is read in vain.</summary>
    private void Fail(Exception failed)
    {
        if (Interlocked.CompareExchange(ref failure, failed, null) is null)
        {
            onFailure();
        }
    }

    private PackFile Open()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{attempt}-{opened++:D6}");
        return new(store, layout.Pack(name), name, table.Reserve(), key);
    }

    private async Task CloseAsync(PackFile pack)
    {
        await room.WaitAsync(cancellation);
        if (Failure is not null)
        {
            room.Release();
            ThrowIfFailed();
        }

        uploads.RemoveAll(upload => upload.IsCompletedSuccessfully);
        uploads.Add(Task.Run(() => UploadAsync(pack), CancellationToken.None));
        filling = null;
    }

    private async Task UploadAsync(PackFile pack)
    {
        try
        {
            await using (pack)
            {
                var entry = await pack.CommitAsync(cancellation);
                Interlocked.Add(ref storedBytes, entry.Length);
                table.Complete(pack.Number, entry);
            }
        }
        catch (Exception failed)
        {
            Fail(failed);
        }
        finally
        {
            room.Release();
        }
    }
}
