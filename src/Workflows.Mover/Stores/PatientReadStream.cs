using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Stores;

/// <summary>What is read of a blob; where that breaks off, the rest is asked for again.</summary>
/// <param name="opened">The blob from its first byte that is wanted.</param>
/// <param name="patience">How breaks are borne.</param>
/// <param name="reopenAsync">Opens what is left, given how much was read.</param>
internal sealed class PatientReadStream(Stream opened, Patience patience, Func<long, Task<Stream>> reopenAsync) : ReadOnlyStream
{
    private Stream? current = opened;
    private long position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await patience.CallAsync(
            async () =>
            {
                current ??= await reopenAsync(position);
                try
                {
                    return await current.ReadAsync(buffer, cancellationToken);
                }
                catch (StoreException)
                {
                    await current.DisposeAsync();
                    current = null;
                    throw;
                }
            },
            cancellationToken);
        position += read;
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        if (current is not null)
        {
            await current.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
