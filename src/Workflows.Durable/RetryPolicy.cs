namespace Workflows.Durable;

/// <summary>
/// What <see cref="RetryOptions"/> mean, for every engine: it tries again by durable timers, inside the orchestration,
/// so that a replay makes the same attempts.
/// </summary>
public sealed class RetryPolicy
{
    private readonly OrchestrationContext context;
    private readonly RetryOptions options;

    /// <exception cref="ArgumentOutOfRangeException">The options ask for what can't be done.</exception>
    public RetryPolicy(OrchestrationContext context, RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1, nameof(options.MaxAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FirstInterval, TimeSpan.Zero, nameof(options.FirstInterval));
        if (!(options.Coefficient >= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options.Coefficient), options.Coefficient, "The coefficient of a retry is at least 1.");
        }

        this.context = context;
        this.options = options;
    }

    /// <summary>Makes the call until it succeeds or may not be made again.</summary>
    /// <exception cref="TaskFailedException">The last attempt's failure.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (attempt < options.MaxAttempts && MayRetry(e.Details))
            {
                // Tried again after the wait below.
            }

            await context.CreateTimer(context.CurrentUtcDateTime + WaitAfter(attempt), CancellationToken.None);
        }
    }

    private bool MayRetry(FailureDetails failure) =>
        failure.IsRetryable && !options.NotRetried.Contains(failure.ErrorType, StringComparer.Ordinal);

    private TimeSpan WaitAfter(int attempt)
    {
        var ticks = options.FirstInterval.Ticks * Math.Pow(options.Coefficient, attempt - 1);
        return ticks < options.MaxInterval.Ticks ? TimeSpan.FromTicks((long)ticks) : options.MaxInterval;
    }
}
