namespace Workflows.Volumes.Tests.Support;

/// <summary>
/// Several who use one store at the same time, one call after another: once each of them waits to make a call, or has
/// ended, chance says whose goes on. The order of their calls follows from the seed, as far as each makes one at a time.
/// </summary>
internal sealed class Lockstep(int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly Dictionary<string, List<TaskCompletionSource>> waiting = new(StringComparer.Ordinal);

    /// <summary>Runs them all to their ends.</summary>
    public async Task RunAsync(params (string Name, Func<Task> RunAsync)[] actors)
    {
        foreach (var (name, _) in actors)
        {
            waiting.Add(name, []);
        }

        await Task.WhenAll(actors.Select(actor => Task.Run(async () =>
        {
            try
            {
                await actor.RunAsync();
            }
            finally
            {
                Leave(actor.Name);
            }
        })));
    }

    /// <summary>Waits for a turn.</summary>
    public Task TurnAsync(string actor)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting[actor].Add(turn);
            GoOn();
        }

        return turn.Task;
    }

    private void Leave(string actor)
    {
        lock (gate)
        {
            waiting.Remove(actor);
            GoOn();
        }
    }

    private void GoOn()
    {
        while (waiting.Count > 0 && waiting.Values.All(turns => turns.Count > 0))
        {
            var turns = waiting.ElementAt(random.Next(waiting.Count)).Value;
            var next = random.Next(turns.Count);
            turns[next].SetResult();
            turns.RemoveAt(next);
        }
    }
}
