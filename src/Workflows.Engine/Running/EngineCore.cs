using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Durable;
using Workflows.Engine.Files;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine.Running;

/// <summary>What all instances share.</summary>
internal sealed class EngineCore
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? refusal;

    public EngineCore(EngineOptions options, DurableRegistry registry)
    {
        Registry = registry;
        Time = options.Time;
        Files = options.Files ?? new DiskFiles();
        Loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        Log = Loggers.CreateLogger("Workflows.Engine");
        Layout = new StateLayout(options.StateDirectory);
        Flusher = new JournalFlusher(Files, Layout.Instances, Fault);
        Timers = new TimerQueue(Time);
        Activities = new ActivityPool(registry, options.MaxConcurrentActivities, Log);
        Children = new ChildStarter(this);
    }

    public DurableRegistry Registry { get; }

    public TimeProvider Time { get; }

    public IEngineFiles Files { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger Log { get; }

    public StateLayout Layout { get; }

    public InstanceTable Table { get; } = new();

    public TurnGate Turns { get; } = new();

    /// <summary>Ended instances whose end is still being noted.</summary>
    public TurnGate Finishes { get; } = new();

    public JournalFlusher Flusher { get; }

    public TimerQueue Timers { get; }

    public ActivityPool Activities { get; }

    public ChildStarter Children { get; }

    /// <summary>Completes when the engine has stopped, with the fault if one stopped it.</summary>
    public Task Completion => completion.Task;

    /// <summary>Stops everything at once: the disk, or the engine itself, can no longer be relied on.</summary>
    public void Fault(Exception reason)
    {
        if (!completion.TrySetException(reason))
        {
            return;
        }

        Log.LogError(reason, "The engine has stopped: {Reason}", reason.Message);
        Refuse(reason);
        _ = Turns.CloseAsync();
    }

    /// <summary>From now on every request is answered with this error.</summary>
    public void Refuse(Exception reason)
    {
        Interlocked.CompareExchange(ref refusal, reason, null);
        foreach (var entry in Table.Snapshot())
        {
            entry.Live?.Refuse(reason);
        }
    }

    /// <summary>Lets go of everything after a start that failed.</summary>
    public void Abandon()
    {
        _ = Turns.CloseAsync();
        Timers.Dispose();
        _ = Activities.StopAsync(CancellationToken.None);
        Refuse(new EngineStoppedException());
        Flusher.Dispose();
    }

    /// <summary>Starts an instance that has just been added; a stop that came meanwhile has not seen it.</summary>
    public void Launch(Instance instance)
    {
        instance.Start();
        if (Volatile.Read(ref refusal) is { } reason)
        {
            instance.Refuse(reason);
        }
    }

    public void Complete() => completion.TrySetResult();

    public void ThrowIfRefusing()
    {
        if (Volatile.Read(ref refusal) is { } reason)
        {
            throw reason;
        }
    }
}
