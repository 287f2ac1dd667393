using Workflows.Kubernetes.Transport;
using Outcome = Workflows.Kubernetes.Transport.AdaptiveConcurrencyLimiter.Outcome;

namespace Workflows.Kubernetes.Tests.Transport;

public class AdaptiveConcurrencyLimiterTests
{
    [Fact]
    public async Task Never_more_are_at_work_than_the_limit()
    {
        var limiter = new AdaptiveConcurrencyLimiter(2, 2);
        var first = await limiter.EnterAsync(CancellationToken.None);
        await limiter.EnterAsync(CancellationToken.None);
        var third = limiter.EnterAsync(CancellationToken.None);

        Assert.False(third.IsCompleted);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task Waiters_are_served_in_their_order()
    {
        var limiter = new AdaptiveConcurrencyLimiter(1, 1);
        var permit = await limiter.EnterAsync(CancellationToken.None);
        var waiting = Enumerable.Range(0, 5).Select(_ => limiter.EnterAsync(CancellationToken.None)).ToArray();
        for (var i = 0; i < waiting.Length; i++)
        {
            permit.Dispose();
            permit = await waiting[i];
            Assert.All(waiting.Skip(i + 1), later => Assert.False(later.IsCompleted));
        }
    }

    [Fact]
    public async Task Overload_halves_the_limit_once_for_all_that_were_on_their_way()
    {
        var limiter = new AdaptiveConcurrencyLimiter(8, 64);
        var permits = new List<AdaptiveConcurrencyLimiter.Permit>();
        for (var i = 0; i < 8; i++)
            permits.Add(await limiter.EnterAsync(CancellationToken.None));
        foreach (var permit in permits)
        {
            permit.Outcome = Outcome.Overloaded;
            permit.Dispose();
        }

        Assert.Equal(4, limiter.Current);
        await RunAsync(limiter, Outcome.Overloaded);
        Assert.Equal(2, limiter.Current);
    }

    [Fact]
    public async Task Limit_never_falls_below_one()
    {
        var limiter = new AdaptiveConcurrencyLimiter(8, 64);
        for (var i = 0; i < 10; i++)
            await RunAsync(limiter, Outcome.Overloaded);

        Assert.Equal(1, limiter.Current);
    }

    [Fact]
    public async Task Limit_doubles_with_a_window_of_successes_until_the_most()
    {
        var limiter = new AdaptiveConcurrencyLimiter(4, 20);
        await RunWindowAsync(limiter, 4);
        Assert.Equal(8, limiter.Current);
        await RunWindowAsync(limiter, 8);
        Assert.Equal(16, limiter.Current);
        await RunWindowAsync(limiter, 16);
        Assert.Equal(20, limiter.Current);
    }

    [Fact]
    public async Task Limit_that_met_an_overload_grows_by_one_for_a_window_of_successes_and_stops_at_the_most()
    {
        var limiter = new AdaptiveConcurrencyLimiter(6, 6);
        await RunAsync(limiter, Outcome.Overloaded);
        await RunWindowAsync(limiter, 3);
        await RunWindowAsync(limiter, 1);
        Assert.Equal(4, limiter.Current);
        await RunWindowAsync(limiter, 4);
        await RunWindowAsync(limiter, 1);
        Assert.Equal(5, limiter.Current);
        for (var i = 0; i < 10; i++)
            await RunWindowAsync(limiter, limiter.Current);

        Assert.Equal(6, limiter.Current);
    }

    [Fact]
    public async Task Limit_that_is_not_used_does_not_grow()
    {
        var limiter = new AdaptiveConcurrencyLimiter(8, 64);
        for (var i = 0; i < 100; i++)
            await RunAsync(limiter, Outcome.Done);

        Assert.Equal(8, limiter.Current);
    }

    [Fact]
    public async Task Cancelled_waiter_takes_no_place()
    {
        var limiter = new AdaptiveConcurrencyLimiter(1, 1);
        var permit = await limiter.EnterAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var cancelled = limiter.EnterAsync(stop.Token);
        var next = limiter.EnterAsync(CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        permit.Dispose();
        (await next).Dispose();
        (await limiter.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Places_are_neither_lost_nor_doubled_under_random_use()
    {
        var limiter = new AdaptiveConcurrencyLimiter(4, 9);
        var atWork = 0;
        var most = 0;
        await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 40 }, async (i, ct) =>
        {
            using var stop = new CancellationTokenSource();
            if (i % 7 == 0)
                stop.CancelAfter(0);
            try
            {
                using var permit = await limiter.EnterAsync(stop.Token);
                InterlockedMax(ref most, Interlocked.Increment(ref atWork));
                await Task.Yield();
                permit.Outcome = (i % 50) switch { 0 => Outcome.Overloaded, < 45 => Outcome.Done, _ => Outcome.Unknown };
                Interlocked.Decrement(ref atWork);
            }
            catch (OperationCanceledException)
            {
                // Meant.
            }
        });

        Assert.InRange(most, 1, 9);
        // All places are free again.
        var permits = new List<Task>();
        for (var i = limiter.Current; i > 0; i--)
            permits.Add(limiter.EnterAsync(CancellationToken.None));
        Assert.All(permits, permit => Assert.True(permit.IsCompletedSuccessfully));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value)
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private static async Task RunAsync(AdaptiveConcurrencyLimiter limiter, Outcome outcome)
    {
        using var permit = await limiter.EnterAsync(CancellationToken.None);
        permit.Outcome = outcome;
    }

    private static async Task RunWindowAsync(AdaptiveConcurrencyLimiter limiter, int count)
    {
        var others = new List<AdaptiveConcurrencyLimiter.Permit>();
        while (others.Count < limiter.Current - 1)
            others.Add(await limiter.EnterAsync(CancellationToken.None));
        for (var i = 0; i < count; i++)
            await RunAsync(limiter, Outcome.Done);
        others.ForEach(permit => permit.Dispose());
    }
}
