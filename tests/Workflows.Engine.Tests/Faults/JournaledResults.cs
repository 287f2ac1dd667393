using System.Text.Json;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Journal;

namespace Workflows.Engine.Tests.Faults;

/// <summary>The calls of a <see cref="CrashWorkload"/> whose results the surviving journals hold.</summary>
internal static class JournaledResults
{
    public static HashSet<string> Keys(PowerLossFiles files)
    {
        var keys = new HashSet<string>();
        foreach (var file in files.List("/state/instances").Where(f => f.Name.EndsWith(".journal", StringComparison.Ordinal)))
        {
            var records = StoredJournal.Read(files, $"/state/instances/{file.Name}").Records;
            var inputs = records.OfType<ActivityScheduled>().ToDictionary(s => s.TaskId, s => KeyOf(s.Input));
            keys.UnionWith(records.OfType<ActivityCompleted>().Select(c => inputs[c.TaskId]));
            if (records.OfType<InstanceStarted>().SingleOrDefault() is { Generation: > 0 } started)
            {
                keys.Add($"{started.InstanceId}/0/0");
            }
        }

        return keys;
    }

    private static string KeyOf(JsonElement? input) => DurableJson.Read<CrashWorkload.Work>(input!.Value).Key;
}
