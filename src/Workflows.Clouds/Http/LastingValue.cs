namespace Workflows.Clouds.Http;

/// <summary>Something that holds for a while: kept until shortly before its end, and asked for by one at a time.</summary>
/// <param name="time">Clock.</param>
/// <param name="early">How long before its end it is asked for anew.</param>
/// <param name="ask">Asks for it; an end that is null never comes.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
internal sealed class LastingValue<T>(
    TimeProvider time, TimeSpan early, Func<CancellationToken, Task<(T Value, DateTimeOffset? EndsAt)>> ask)
    where T : class
{
    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Known? known;

    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && IsFresh(fresh))
            return fresh.Value;
        await asking.WaitAsync(cancellationToken);
        try
        {
            if (known is { } other && IsFresh(other))
                return other.Value;
            var (value, endsAt) = await ask(cancellationToken);
            known = new Known(value, endsAt);
            return value;
        }
        finally
        {
            asking.Release();
        }
    }

    private bool IsFresh(Known value) => value.EndsAt is not { } end || time.GetUtcNow() + early < end;

    private sealed class Known(T value, DateTimeOffset? endsAt)
    {
        public T Value { get; } = value;

        public DateTimeOffset? EndsAt { get; } = endsAt;
    }
}
