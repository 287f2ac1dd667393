using System.Text.Json;
using Workflows.Durable;

namespace Workflows.Engine.Replay;

/// <summary>Something that an orchestrator waits for. It is completed inside a turn, and its waiters run at once.</summary>
internal interface IDurableTask
{
    void Complete(JsonElement? result);

    void Fail(FailureDetails failure);

    void Cancel(CancellationToken cancellationToken);
}

/// <param name="name">What was called, for the error.</param>
internal sealed class DurableTask<T>(string name) : IDurableTask
{
    // Continuations must run inside the turn, hence no RunContinuationsAsynchronously: that would send the completion
    // of WhenAll and WhenAny to the thread pool.
    private readonly TaskCompletionSource<T> source = new();

    public Task<T> Task => source.Task;

    public void Complete(JsonElement? result)
    {
        T value;
        try
        {
            value = DurableJson.Read<T>(result ?? default);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            source.TrySetException(e);
            return;
        }

        source.TrySetResult(value);
    }

    public void Fail(FailureDetails failure) => source.TrySetException(new TaskFailedException(name, failure));

    public void Cancel(CancellationToken cancellationToken) => source.TrySetCanceled(cancellationToken);
}
