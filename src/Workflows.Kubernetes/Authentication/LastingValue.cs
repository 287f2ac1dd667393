namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// Something that holds for a while: kept until shortly before its end, and asked for by one at a time, however many wait.
/// </summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="time">Clock.</param>
/// <param name="early">How long before its end it is asked for anew.</param>
/// <param name="ask">Asks for it; an end that is null never comes.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
public sealed class LastingValue<T>(
    TimeProvider time, TimeSpan early, Func<CancellationToken, Task<(T Value, DateTimeOffset? EndsAt)>> ask)
    where T : class
{
    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Known? known;

    /// <summary>What is kept, or what is asked for now.</summary>
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

    /// <summary>Forgets what is kept, if it is this: it holds no more, whatever was said of its end.</summary>
    public void Forget(Predicate<T> isIt)
    {
        ArgumentNullException.ThrowIfNull(isIt);
        if (known is { } kept && isIt(kept.Value))
            known = null;
    }

    private bool IsFresh(Known value) => value.EndsAt is not { } end || time.GetUtcNow() + early < end;

    private sealed class Known(T value, DateTimeOffset? endsAt)
    {
        public T Value { get; } = value;

        public DateTimeOffset? EndsAt { get; } = endsAt;
    }
}
