using Workflows.Durable;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine.Running;

/// <summary>Reads the state of an instance that is not in memory.</summary>
internal static class StateReader
{
    /// <summary>The state of an instance that is not live.</summary>
    /// <exception cref="JournalDamagedException">It can't be read any more.</exception>
    public static OrchestrationState Read(EngineCore core, InstanceEntry entry)
    {
        if (entry.DamagedState is { } damaged)
        {
            return damaged;
        }

        var path = core.Layout.JournalOf(entry.Id);
        var length = core.Files.LengthOf(path);
        return StateFile.TryRead(core.Files, core.Layout.StateOf(entry.Id), length)?.State
            ?? StoredJournal.Read(core.Files, path).Project().State!;
    }
}
