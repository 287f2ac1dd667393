using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>The context that the engine hands to an orchestrator.</summary>
internal sealed class DurableContext(ExecutionContextState state, ILoggerFactory loggers) : OrchestrationContext
{
    private int guids;
    private int children;

    public override string InstanceId => state.Started.InstanceId;

    public override string? ParentInstanceId => state.Started.Parent?.InstanceId;

    public override int Version => state.Started.Version;

    public override DateTimeOffset CurrentUtcDateTime => state.Now;

    public override bool IsReplaying => state.Steps.IsReplaying;

    public override Guid NewGuid()
    {
        ThrowIfOutside();
        Span<byte> seed = stackalloc byte[20];
        state.Started.ExecutionId.TryWriteBytes(seed);
        BinaryPrimitives.WriteInt32LittleEndian(seed[16..], guids++);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seed, hash);

        // RFC 9562, version 8 (made by a rule of one's own) and the standard variant.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null)
    {
        ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(name);
        var json = Payload.From(input, $"the input of activity '{name}'");
        Task<TResult> Call() => Ask<TResult>(id => new ActivityScheduled(id, name, json), name);
        return retry is null ? Call() : new RetryPolicy(this, retry).RunAsync(Call);
    }

    public override Task<TResult> CallSubOrchestrationAsync<TResult>(
        string name, object? input, string? instanceId = null, RetryOptions? retry = null)
    {
        ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(name);
        var json = Payload.From(input, $"the input of sub-orchestration '{name}'");
        var child = instanceId ?? $"{InstanceId}:{state.Started.Generation}.{children++}";
        InstanceIds.ThrowIfInvalid(child);
        Task<TResult> Call() => Ask<TResult>(id => new ChildScheduled(id, name, child, json), name);
        return retry is null ? Call() : new RetryPolicy(this, retry).RunAsync(Call);
    }

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellationToken)
    {
        ThrowIfOutside();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var id = state.Steps.NextTaskId;
        var timer = Ask<object?>(taskId => new TimerCreated(taskId, fireAt.ToUniversalTime()), "timer");
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => Withdraw(id, cancellationToken));
        }

        return timer;
    }

    public override Task<TResult> WaitForExternalEvent<TResult>(
        string eventName, CancellationToken cancellationToken = default)
    {
        ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return state.Mailbox.Take<TResult>(eventName, state.Loop, cancellationToken);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        ThrowIfOutside();
        state.SetCustomStatus(Payload.From(customStatus, "the custom status"));
    }

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        ThrowIfOutside();
        state.ContinueAsNew = (Payload.From(newInput, "the new input"), preserveUnprocessedEvents);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(loggers.CreateLogger(categoryName), () => IsReplaying);

    private Task<T> Ask<T>(Func<int, StepRecord> makeStep, string name)
    {
        ThrowIfOutside();
        var step = makeStep(state.Steps.NextTaskId);
        var task = new DurableTask<T>(name);
        if (state.Mismatch is not null)
        {
            return task.Task;
        }

        if (state.Steps.Ask(step) is { } inHistory)
        {
            // The run has failed already: its code is left waiting, so that it can't take the mismatch for an answer.
            state.NoteMismatch(step.TaskId, inHistory, step.Describe());
            return task.Task;
        }

        state.Pending.Add(step.TaskId, new PendingTask(step, task));
        return task.Task;
    }

    private void Withdraw(int taskId, CancellationToken cancellationToken)
    {
        if (state.Loop.IsInside() && state.Pending.TryGetValue(taskId, out var pending))
        {
            state.WithdrawTimer(taskId);
            pending.Task.Cancel(cancellationToken);
        }
    }

    private void ThrowIfOutside()
    {
        if (!state.Loop.IsInside())
        {
            throw new NonDurableWaitException(state.Describe(), InstanceId);
        }
    }
}
