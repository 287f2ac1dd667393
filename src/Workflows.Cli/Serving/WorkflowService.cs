using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Plans;
using Workflows.Activities.Retention;
using Workflows.Activities.Schedules;
using Workflows.Api;
using Workflows.Api.Events;
using Workflows.Api.Ticks;
using Workflows.Archive.Catalog;
using Workflows.Cli.Commands;
using Workflows.Cli.Files;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;

namespace Workflows.Cli.Serving;

/// <summary>
/// The embedded engine as a service: it continues what it finds unfinished, takes work over HTTP, and does what is due.
/// One process at a time has the state directory, by the engine's lock.
/// </summary>
internal sealed class WorkflowService : IAsyncDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(10);

    private readonly ServeSettings settings;
    private readonly ServiceLog log;
    private readonly Stack<IAsyncDisposable> parts = new();
    private EngineHost? engine;
    private HttpFront? front;
    private TickLoop? loop;
    private volatile bool isStopping;

    private WorkflowService(ServeSettings settings, ServiceLog log) => (this.settings, this.log) = (settings, log);

    /// <summary>Where it listens.</summary>
    public Uri Url => front!.Url;

    /// <summary>The engine's client.</summary>
    public OrchestrationClient Instances => engine!.Client;

    /// <summary>Ends when the engine does, with the error that ended it.</summary>
    public Task Completion => engine!.Completion;

    /// <summary>Takes the state directory, continues what is unfinished there, and listens.</summary>
    /// <param name="context">The machine, the settings of all commands, and the product's parts.</param>
    /// <param name="settings">The service's own.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="Engine.State.StateDirectoryHeldException">Another process has the directory.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">A file can't be used, or the address can't be had.</exception>
    public static async Task<WorkflowService> StartAsync(
        CommandContext context, ServeSettings settings, CancellationToken cancellationToken)
    {
        var service = new WorkflowService(settings, new ServiceLog(context.Environment.Error, context.Environment.Time));
        try
        {
            await service.BeginAsync(context, cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Takes no work any more, lets requests and activities end that are under way, and closes the journals. Instances go
    /// on where they are with the next start.
    /// </summary>
    public async Task StopAsync()
    {
        if (isStopping)
        {
            return;
        }

        isStopping = true;
        log.Write(ServiceLog.Info, "stopping", ("limitSeconds", settings.StopLimit.TotalSeconds));
        using var limit = new CancellationTokenSource(settings.StopLimit);
        if (loop is not null)
        {
            await loop.DisposeAsync();
        }

        if (front is not null)
        {
            await front.StopAsync(limit.Token);
        }

        if (engine is not null)
        {
            await engine.StopAsync(limit.Token);
        }

        log.Write(ServiceLog.Info, "stopped");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task BeginAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (environment, state) = (context.Environment, context.Settings.StateDirectory);
        PrivateFolder.Create(Path.Combine(state, "serve"));
        var token = settings.TokenFile is { } file ? await TokenFile.OpenAsync(file, cancellationToken) : null;
        var tls = settings.Tls is { } pem ? Own(TlsFiles.Read(pem.Certificate, pem.Key, pem.ClientAuthorities)) : null;

        // Two services of one machine, and commands on it, may work on one store under the same names.
        var host = $"{environment.MachineName}-serve-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..8]}";
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        var events = settings.Events is { } told ? Own(EventEndpoint.Open(told.Address, told.TokenFile)) : null;
        Own(context.Services.AddServedActivities(registry, environment.Time, host, events));
        var loggers = Own(LoggerFactory.Create(logging => logging.AddProvider(log)));
        engine = await EngineHost.StartAsync(
            new EngineOptions { StateDirectory = Path.Combine(state, "serve"), Time = environment.Time, LoggerFactory = loggers },
            registry,
            cancellationToken);
        parts.Push(engine);
        await TellUnfinishedAsync(cancellationToken);
        var limits = new ApiLimits();
        var services = ServicesFor(context, host);
        var api = new ApiDispatcher(ApiRoutes.Create(services, limits), limits, environment.Time, loggers.CreateLogger("Workflows.Api"));
        front = await HttpFront.StartAsync(
            settings.Listen, tls, api, new CallerCheck(token, tls), log, environment.Time, cancellationToken);
        parts.Push(front);
        var outbox = events is null ? null : new EventOutbox(engine.Client, host, environment.Time);
        loop = new TickLoop(
            [.. DueIn(services, outbox), new EndedInstances(engine.Client, settings.KeepInstances)],
            TickInterval,
            environment.Time,
            log);
        log.Write(ServiceLog.Info, "listening", ("url", Url), ("store", services.Store), ("tokenFile", token?.Path), ("eventsTo", events?.Name));
    }

    /// <summary>What is declared in the store, and when it is due; and what others are told of it.</summary>
    private ITick[] DueIn(ApiServices services, EventOutbox? outbox)
    {
        var (address, time) = (services.Store, services.Time);
        var client = engine!.Client;
        var stores = new OpenStores();
        var store = stores.Get(address);
        var catalog = new ResourceCatalog(store, time);
        var specs = new PlanSpecs(catalog, address, settings.Mover, stores) { LongestHook = services.LongestHook };
        return
        [
            new DueBackups(
                new ScheduleTick(catalog, new ScheduleMemories(store), specs, new DurablePlanRuns(client), stores, time),
                outbox,
                new ScheduleNews(log)),
            new DueRetention(new RetentionTick(catalog, address, client, time), log),
            .. outbox is null ? (ITick[])[] : [new DueEvents(outbox, log)],
        ];
    }

    private ApiServices ServicesFor(CommandContext context, string host)
    {
        var (services, shared, time) = (context.Services, context.Settings, context.Environment.Time);
        return new ApiServices
        {
            Instances = engine!.Client,
            Store = shared.Store,
            Host = host,
            Time = time,
            LocateCluster = named => services.LocateCluster(shared.Kubeconfig, named ?? shared.Context),
            CheckCluster = services.CheckCluster,
            RemoveSnapshots = (cluster, removal, token) => services.RemoveSnapshots(cluster, removal, time, token),
            FindKey = settings.FindKey,
            Mover = settings.Mover,
            LongestHook = services.LongestHook,
            TellOfEvents = report => EventNews.Tell(log, report),
            FindObstacle = FindObstacle,
        };
    }

    private string? FindObstacle() =>
        isStopping ? "The service is about to stop. Ask again when it is back."
        : engine!.Completion.IsCompleted ? "The engine has stopped; the service's log says why."
        : null;

    private async Task TellUnfinishedAsync(CancellationToken cancellationToken)
    {
        await foreach (var state in engine!.Client.QueryAsync(new OrchestrationQuery(), cancellationToken))
        {
            if (!state.IsEnded)
            {
                log.Write(ServiceLog.Info, "continuing", ("instance", state.InstanceId), ("status", state.Status.ToString()));
            }
        }

        foreach (var stuck in engine.StuckInstances)
        {
            log.Write(ServiceLog.Error, "stuck", ("instance", stuck.InstanceId), ("message", stuck.Reason.Message));
        }
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        parts.Push(new Owned(part));
        return part;
    }

    private sealed class Owned(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
