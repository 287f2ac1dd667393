using System.Collections.Concurrent;
using Workflows.Archive.Copying;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Orchestrations.Copies;

namespace Workflows.Activities.Copies;

/// <summary>What the activities of a copy work with: both stores, and what they leave for each other in the target.</summary>
/// <param name="services">Opens stores.</param>
/// <param name="input">What is copied.</param>
internal sealed class CopyRun(ActivityServices services, CopyInput input)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FileCopy>>> containers = new(StringComparer.Ordinal);

    public CopySource Source { get; } = new(services.Stores.Get(input.Spec.From), input.Spec.Name);

    public CopyTarget Target { get; } = new(services.Stores.Get(input.Spec.To), input.Spec.Name, input.Copy);

    /// <summary>The groups of files of a plan.</summary>
    public static string GroupsOf(string plan) => $"copy/{plan}/groups/";

    /// <summary>Copies what is in a container, or beside the backup's other files where that is null.</summary>
    public Task<FileCopy> FilesOf(string? container) =>
        containers.GetOrAdd(container ?? "", name => new(() => OpenAsync(name))).Value;

    public Task WriteAsync(string plan, PlannedCopy planned, CancellationToken cancellationToken) =>
        Target.Staging.WriteAsync(DocumentOf(plan), planned, cancellationToken);

    public Task<PlannedCopy> ReadAsync(string plan, CancellationToken cancellationToken) =>
        Target.Staging.ReadAsync<PlannedCopy>(DocumentOf(plan), cancellationToken);

    /// <returns>Null where it was cleaned up already.</returns>
    public Task<PlannedCopy?> FindAsync(string plan, CancellationToken cancellationToken) =>
        Target.Staging.FindAsync<PlannedCopy>(DocumentOf(plan), cancellationToken);

    /// <summary>A container of the target.</summary>
    /// <exception cref="StoreNotFoundException">It is gone.</exception>
    public Task<IArchiveStore> OpenTargetAsync(string container, CancellationToken cancellationToken) =>
        OpenAsync(Target.Store, container, cancellationToken);

    private static string DocumentOf(string plan) => $"copy/{plan}/plan.json";

    private async Task<FileCopy> OpenAsync(string container)
    {
        if (container.Length == 0)
        {
            return new FileCopy(Source, Source.Store, Target, Target.Store);
        }

        IArchiveStore from;
        try
        {
            from = await OpenAsync(Source.Store, container, CancellationToken.None);
        }
        catch (StoreNotFoundException)
        {
            throw await Source.MissingAsync($"container {container}");
        }

        return new FileCopy(Source, from, Target, await OpenTargetAsync(container, CancellationToken.None));
    }

    private static Task<IArchiveStore> OpenAsync(IArchiveStore store, string container, CancellationToken cancellationToken) =>
        store is IContainerStore own
            ? own.OpenContainerAsync(container, create: false, cancellationToken)
            : throw new WorkflowsException(ErrorKind.Failed, $"The store {store.Location} can't have the container '{container}'.");
}
