using Workflows.Durable;
using Workflows.Engine.Files;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine;

/// <summary>Looks into a state directory without taking it: for listing what a dead process left.</summary>
public static class StateDirectory
{
    /// <summary>
    /// Every instance, sub-orchestrations included, in the order of ids, as the disk has it now. One with a damaged
    /// journal is shown as failed, with the damage as its failure. Nothing is changed; a process may be at work there.
    /// </summary>
    public static IReadOnlyList<OrchestrationState> ReadInstances(string stateDirectory) =>
        ReadInstances(stateDirectory, new DiskFiles());

    /// <inheritdoc cref="ReadInstances(string)"/>
    public static IReadOnlyList<OrchestrationState> ReadInstances(string stateDirectory, IEngineFiles files)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateDirectory);
        ArgumentNullException.ThrowIfNull(files);
        var instances = new StateLayout(stateDirectory).Instances;
        return
        [
            .. files.List(instances)
                .Where(f => f.Name.EndsWith(StateLayout.JournalSuffix, StringComparison.Ordinal))
                .Select(f => Read(files, Path.Combine(instances, f.Name), f.Length))
                .OfType<OrchestrationState>()
                .OrderBy(s => s.InstanceId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a process works with the directory now.</summary>
    /// <param name="stateDirectory">The state directory; it need not exist.</param>
    /// <param name="holder">Which, as far as it has said so.</param>
    public static bool IsHeld(string stateDirectory, out StateHolder? holder)
    {
        ArgumentException.ThrowIfNullOrEmpty(stateDirectory);
        return StateLock.IsHeld(new StateLayout(stateDirectory).LockFile, out holder);
    }

    private static OrchestrationState? Read(IEngineFiles files, string path, long length)
    {
        try
        {
            return StateFile.TryRead(files, Path.ChangeExtension(path, StateLayout.StateSuffix), length)?.State
                ?? StoredJournal.Read(files, path).Project().State;
        }
        catch (JournalDamagedException e)
        {
            return DamagedState.Of(files, path, e);
        }
        catch (FileNotFoundException)
        {
            // Purged since it was listed.
            return null;
        }
    }
}
