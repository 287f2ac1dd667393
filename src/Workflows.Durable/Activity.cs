namespace Workflows.Durable;

/// <summary>
/// One side effect: idempotent, short (the budget is 4 minutes, a Consumption plan's limit less a margin), and
/// returning a reference rather than data (a result stays under 45 KB).
/// </summary>
public abstract class Activity<TInput, TResult>
{
    /// <summary>
    /// Runs the side effect. The token is cancelled when the host stops; the activity is then run again later.
    /// </summary>
    public abstract Task<TResult> RunAsync(ActivityContext context, TInput input, CancellationToken cancellationToken);
}
