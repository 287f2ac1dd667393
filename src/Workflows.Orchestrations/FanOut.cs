namespace Workflows.Orchestrations;

/// <summary>Runs a task for each item, some at a time, and gives the results in the order of the items.</summary>
internal static class FanOut
{
    /// <param name="items">What to work on.</param>
    /// <param name="window">How many tasks may be under way at once; at least 1.</param>
    /// <param name="start">Starts the task of one item.</param>
    /// <param name="onResult">Called at each result, in the order of completion.</param>
    /// <remarks>
    /// The first failure is thrown after everything under way has ended, so that a caller who cleans up does not
    /// race with work that it started.
    /// </remarks>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, int window, Func<TItem, Task<TResult>> start, Action<TResult>? onResult = null)
    {
        var results = new TResult[items.Count];
        var running = new Dictionary<Task<TResult>, int>();
        Exception? failure = null;
        var next = 0;
        while (running.Count > 0 || (next < items.Count && failure is null))
        {
            while (running.Count < window && next < items.Count && failure is null)
            {
                running.Add(start(items[next]), next);
                next++;
            }

            var done = await Task.WhenAny(running.Keys);
            running.Remove(done, out var index);
            try
            {
                results[index] = await done;
                onResult?.Invoke(results[index]);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failure ??= exception;
            }
        }

        return failure is null ? results : throw failure;
    }
}
