using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Engine.Running;

namespace Workflows.Engine;

/// <summary>
/// The embedded durable engine. While it runs, its process alone works with the state directory. Whatever its client
/// confirms is on the disk, and survives the death of the process and of the machine.
/// </summary>
public sealed class EngineHost : IAsyncDisposable
{
    private readonly EngineCore core;
    private readonly IDisposable stateLock;
    private readonly Lock gate = new();
    private Task? stopped;

    private EngineHost(EngineCore core, IDisposable stateLock)
    {
        this.core = core;
        this.stateLock = stateLock;
        Client = new EngineClient(core);
    }

    public OrchestrationClient Client { get; }

    /// <summary>Completes when the engine has stopped; with the error, if the disk or a fault of its own stopped it.</summary>
    public Task Completion => core.Completion;

    /// <summary>
    /// Instances that are kept but not run: their journal is damaged, or their orchestrator's version is not in this
    /// program.
    /// </summary>
    public IReadOnlyList<StuckInstance> StuckInstances =>
    [
        .. core.Table.Snapshot()
            .Where(e => e.Stuck is not null)
            .OrderBy(e => e.Id, StringComparer.Ordinal)
            .Select(e => new StuckInstance(e.Id, e.Stuck!)),
    ];

    /// <summary>Takes the state directory, and continues every instance that has not ended.</summary>
    /// <exception cref="State.StateDirectoryHeldException">Another process holds the directory.</exception>
    /// <exception cref="WorkflowsException">The directory can't be created, read or written.</exception>
    public static Task<EngineHost> StartAsync(
        EngineOptions options, DurableRegistry registry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.MaxConcurrentActivities, 1, nameof(options.MaxConcurrentActivities));

        // Reading many journals takes a while, and the caller's thread may have better things to do.
        return Task.Run(() => Start(options, registry, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Stops: begins nothing new, cancels the tokens of activities at work, waits for them, and closes the journals.
    /// What was interrupted continues with the next start.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for activities that do not heed their token.</param>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return stopped ??= StopOnceAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static EngineHost Start(
        EngineOptions options, DurableRegistry registry, CancellationToken cancellationToken)
    {
        var files = options.Files ?? new Files.DiskFiles();
        var layout = new State.StateLayout(options.StateDirectory);
        IDisposable? held = null;
        EngineCore? engine = null;
        try
        {
            files.CreateDirectory(layout.Instances);
            held = files.Lock(layout.LockFile);
            engine = new EngineCore(options with { Files = files }, registry);
            new Recovery(engine).Run(cancellationToken);
            return new EngineHost(engine, held);
        }
        catch (Exception e)
        {
            engine?.Abandon();
            held?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new WorkflowsException(
                    e is UnauthorizedAccessException ? ErrorKind.Denied : ErrorKind.Failed,
                    $"The state directory '{layout.Root}' can't be used: {e.Message} Name another one, or repair it.",
                    e);
            }

            throw;
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        core.Timers.Dispose();
        try
        {
            await core.Activities.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops has waited long enough; what such an activity still answers is not recorded.
        }

        await core.Turns.CloseAsync();
        core.Refuse(new EngineStoppedException());
        await core.Finishes.CloseAsync();
        await Task.Run(core.Flusher.Dispose, CancellationToken.None);
        stateLock.Dispose();
        core.Complete();
    }
}
