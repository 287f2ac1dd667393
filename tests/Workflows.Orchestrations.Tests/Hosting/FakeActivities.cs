using System.Collections.Concurrent;
using Workflows.Durable;

namespace Workflows.Orchestrations.Tests.Hosting;

/// <summary>Activities that a test answers for, with what they were called with, in the order of the calls.</summary>
internal sealed class FakeActivities
{
    private readonly ConcurrentQueue<(string Name, object? Input)> calls = new();

    public DurableRegistry Registry { get; } = new DurableRegistry().AddWorkflowsOrchestrations();

    /// <summary>The names of what was called, in order.</summary>
    public IReadOnlyList<string> Calls => [.. calls.Select(call => call.Name)];

    public FakeActivities On<TInput, TResult>(ActivityName<TInput, TResult> name, Func<TInput, TResult> answer) =>
        OnAsync(name, input => Task.FromResult(answer(input)));

    public FakeActivities OnAsync<TInput, TResult>(
        ActivityName<TInput, TResult> name, Func<TInput, Task<TResult>> answer)
    {
        Registry.AddActivity(name, () => new Fake<TInput, TResult>(this, answer));
        return this;
    }

    /// <summary>What an activity was called with, in order.</summary>
    public IReadOnlyList<TInput> InputsOf<TInput, TResult>(ActivityName<TInput, TResult> name) =>
        [.. calls.Where(call => call.Name == name.Name).Select(call => (TInput)call.Input!)];

    private sealed class Fake<TInput, TResult>(FakeActivities owner, Func<TInput, Task<TResult>> answer)
        : Activity<TInput, TResult>
    {
        public override Task<TResult> RunAsync(
            ActivityContext context, TInput input, CancellationToken cancellationToken)
        {
            owner.calls.Enqueue((context.Name, input));
            return answer(input);
        }
    }
}
