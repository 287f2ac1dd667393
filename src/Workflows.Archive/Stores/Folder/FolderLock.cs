using System.Diagnostics.CodeAnalysis;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>
/// One writer at a time, in this process and in others, for the moment between looking at a blob and replacing it.
/// The system drops the lock of a process that dies.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to release unless its wait handle is asked for.")]
internal sealed class FolderLock(FolderLayout layout, IStoreFiles files, Uri store, TimeProvider timeProvider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);

    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return new Holder(gate, await WaitForFileAsync(cancellationToken));
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    private async Task<IDisposable> WaitForFileAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (files.TryLock(layout.Lock) is { } held)
                return held;
            await Task.Delay(Pause, timeProvider, cancellationToken);
        }

        throw new StoreUnavailableException(
            store, ".workflows/lock", $"another process has held its lock for more than {Patience.TotalSeconds} s");
    }

    private sealed class Holder(SemaphoreSlim gate, IDisposable file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
