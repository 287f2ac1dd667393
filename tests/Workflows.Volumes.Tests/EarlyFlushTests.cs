using Workflows.Volumes.Restores;

namespace Workflows.Volumes.Tests;

/// <summary>What is restored goes to the disk on the way, and is all there at the end.</summary>
public sealed class EarlyFlushTests
{
    [Fact]
    public async Task Little_is_flushed_once_at_the_end()
    {
        var flushes = 0;
        var flush = new EarlyFlush(() => flushes++);
        flush.Add(EarlyFlush.Step - 1);
        await flush.EndAsync();
        Assert.Equal(0, flushes);

        await flush.CompleteAsync();

        Assert.Equal(1, flushes);
    }

    [Fact]
    public async Task While_one_flush_is_under_way_no_other_begins_and_the_last_comes_after_it()
    {
        using var leave = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var (under, most, flushes) = (0, 0, 0);
        var flush = new EarlyFlush(() =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            flushes++;
            begun.Release();
            leave.Wait();
            Interlocked.Decrement(ref under);
        });
        flush.Add(EarlyFlush.Step);
        await begun.WaitAsync();
        flush.Add(3 * EarlyFlush.Step);
        Assert.Equal(1, flushes);

        leave.Release(2);
        await flush.CompleteAsync();

        Assert.Equal((1, 2), (most, flushes));
    }

    [Fact]
    public async Task A_loss_that_was_met_on_the_way_is_not_forgotten()
    {
        var flushes = 0;
        var flush = new EarlyFlush(() =>
        {
            if (++flushes == 1)
            {
                throw new IOException("lost");
            }
        });
        flush.Add(EarlyFlush.Step);
        await flush.EndAsync();
        flush.Add(EarlyFlush.Step);

        Assert.Equal("lost", (await Assert.ThrowsAsync<IOException>(flush.CompleteAsync)).Message);
        Assert.Equal(1, flushes);
    }
}
