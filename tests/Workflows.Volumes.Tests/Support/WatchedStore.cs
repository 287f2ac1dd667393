using System.Reflection;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Tests.Support;

/// <summary>A store that lets a test act right before a file of it is read.</summary>
public class WatchedStore : DispatchProxy
{
    private IArchiveStore store = null!;
    private Func<string, Task> beforeRead = null!;

    public static IArchiveStore Create(IArchiveStore store, Func<string, Task> beforeRead)
    {
        var watched = Create<IArchiveStore, WatchedStore>();
        (((WatchedStore)watched).store, ((WatchedStore)watched).beforeRead) = (store, beforeRead);
        return watched;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        return targetMethod.Name == nameof(IBlobReader.OpenReadAsync)
            ? OpenAsync(targetMethod, args!)
            : targetMethod.Invoke(store, args);
    }

    private async Task<Stream> OpenAsync(MethodInfo open, object?[] args)
    {
        await beforeRead((string)args[0]!);
        return await (Task<Stream>)open.Invoke(store, args)!;
    }
}
