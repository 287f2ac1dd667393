using Workflows.Cli.Errors;
using Workflows.Cli.Files;
using Workflows.Core.Errors;
using Workflows.Engine;

namespace Workflows.Cli.Running;

/// <summary>
/// The folders of runs, <c>STATE/runs/INSTANCE</c>: one each, so that several commands can work at once. Each holds
/// an engine's journal and is locked while a process works on it.
/// </summary>
internal sealed class RunDirectories(string stateDirectory)
{
    private readonly string root = Path.Combine(stateDirectory, "runs");

    /// <summary>Makes a run's folder, for its owner's eyes: journals name what a cluster holds.</summary>
    /// <exception cref="LocalFileException">This machine refused.</exception>
    public string Create(string instanceId)
    {
        var path = PathOf(instanceId);
        try
        {
            PrivateFolder.Create(path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException(
                $"The state folder '{path}' can't be made: {exception.Message} Choose another with --state.", exception);
        }
    }

    /// <summary>All runs, by id.</summary>
    public IReadOnlyList<FoundRun> List() =>
        Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root)
                .Select(Path.GetFileName)
                .OfType<string>()
                .Order(StringComparer.Ordinal)
                .Select(Find)
                .OfType<FoundRun>()]
            : [];

    /// <summary>A run as it stands; null when it has no folder.</summary>
    public FoundRun? Find(string instanceId)
    {
        var path = PathOf(instanceId);
        if (RunRequest.KindOf(instanceId) is not { } kind || !Directory.Exists(path))
        {
            return null;
        }

        var run = new FoundRun(kind, instanceId, path);
        if (StateDirectory.IsHeld(path, out var holder))
        {
            return run with { IsHeld = true, Holder = holder };
        }

        try
        {
            return run with
            {
                State = StateDirectory.ReadInstances(path).FirstOrDefault(state => state.InstanceId == instanceId),
            };
        }
        catch (WorkflowsException unreadable)
        {
            return run with { Failure = unreadable };
        }
    }

    /// <summary>Removes a run's folder with all that is in it.</summary>
    /// <exception cref="LocalFileException">This machine refused.</exception>
    public void Remove(string instanceId)
    {
        var path = PathOf(instanceId);
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone, which is what was asked for.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException(
                $"The run's folder '{path}' can't be removed: {exception.Message} Remove it by hand.", exception);
        }
    }

    private string PathOf(string instanceId) => Path.Combine(root, instanceId);
}
