using System.Reflection;
using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;

namespace Workflows.Functions.Tests;

/// <summary>
/// The test host's service with a way to let nothing be under way: a turn or an activity that was handed to a worker
/// which then ended would never be heard of again, since this service hands nothing out twice.
/// </summary>
public class DrainableService : DispatchProxy
{
    /// <summary>Conformance asks for activities that wait for each other; the service would run one per processor.</summary>
    private const int ActivitiesAtOnce = 32;

    private readonly Lock gate = new();
    private InMemoryOrchestrationService store = null!;
    private TaskCompletionSource open = CompletedSource();
    private TaskCompletionSource idle = CompletedSource();
    private int underWay;

    public static IOrchestrationService Over(InMemoryOrchestrationService store)
    {
        var service = Create<IOrchestrationService, DrainableService>();
        ((DrainableService)(object)service).store = store;
        return service;
    }

    /// <summary>Hands out nothing more, and waits until all that was handed out has come back.</summary>
    public Task DrainAsync()
    {
        lock (gate)
        {
            open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    /// <summary>Hands out again.</summary>
    public void Open()
    {
        lock (gate)
        {
            open.TrySetResult();
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        return targetMethod.Name switch
        {
            "get_" + nameof(IOrchestrationService.MaxConcurrentTaskActivityWorkItems) => ActivitiesAtOnce,
            nameof(IOrchestrationService.LockNextTaskOrchestrationWorkItemAsync) =>
                HandOutAsync(store.LockNextTaskOrchestrationWorkItemAsync((TimeSpan)args![0]!, (CancellationToken)args[1]!)),
            nameof(IOrchestrationService.LockNextTaskActivityWorkItem) =>
                HandOutAsync(store.LockNextTaskActivityWorkItem((TimeSpan)args![0]!, (CancellationToken)args[1]!)),
            nameof(IOrchestrationService.ReleaseTaskOrchestrationWorkItemAsync)
                or nameof(IOrchestrationService.CompleteTaskActivityWorkItemAsync)
                or nameof(IOrchestrationService.AbandonTaskActivityWorkItemAsync) =>
                TakeBackAsync((Task)targetMethod.Invoke(store, args)!),
            _ => targetMethod.Invoke(store, args),
        };
    }

    private static TaskCompletionSource CompletedSource()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task<T> HandOutAsync<T>(Task<T> next)
    {
        var item = await next;
        while (true)
        {
            Task opened;
            lock (gate)
            {
                if (open.Task.IsCompleted)
                {
                    if (underWay++ == 0)
                    {
                        idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    }

                    return item;
                }

                opened = open.Task;
            }

            await opened;
        }
    }

    private async Task TakeBackAsync(Task done)
    {
        await done;
        lock (gate)
        {
            if (--underWay == 0)
            {
                idle.SetResult();
            }
        }
    }
}
