namespace Workflows.Orchestrations.Volumes;

/// <summary>Runs a task for each item, some at a time and fewer on each node, and gives the results in the order of the items.</summary>
internal static class NodeFanOut
{
    /// <param name="items">What to work on.</param>
    /// <param name="window">How many tasks may be under way at once; at least 1.</param>
    /// <param name="perNode">How many of them on one node; at least 1.</param>
    /// <param name="nodeOf">The node of an item; null for one that is on none, as far as is known.</param>
    /// <param name="start">Starts the task of one item, which does not fail.</param>
    /// <param name="onResult">Called at each result, in the order of completion.</param>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        int window,
        int perNode,
        Func<TItem, string?> nodeOf,
        Func<TItem, Task<TResult>> start,
        Action<TResult> onResult)
    {
        var results = new TResult[items.Count];
        var waiting = Enumerable.Range(0, items.Count).ToList();
        var running = new Dictionary<Task<TResult>, int>();
        while (waiting.Count + running.Count > 0)
        {
            while (running.Count < window && NextOf() is { } next)
            {
                waiting.Remove(next);
                running.Add(start(items[next]), next);
            }

            var done = await Task.WhenAny(running.Keys);
            running.Remove(done, out var index);
            results[index] = await done;
            onResult(results[index]);
        }

        return results;

        int? NextOf() => waiting.Cast<int?>().FirstOrDefault(item => nodeOf(items[item!.Value]) is not { } node
            || running.Values.Count(busy => nodeOf(items[busy]) == node) < perNode);
    }
}
