using System.Text.Json;

namespace Workflows.Scenarios.Journals;

/// <summary>An activity whose result stands in a journal: it was done, and must not be done again.</summary>
/// <param name="Instance">The instance that called it.</param>
/// <param name="Name">The activity.</param>
/// <param name="Input">What it was given.</param>
/// <param name="Result">What it answered.</param>
internal sealed record CompletedActivity(string Instance, string Name, JsonElement Input, JsonElement Result)
{
    /// <summary>Whether it is the work itself, captured or restored, and not what frames it.</summary>
    public bool IsWork => Name is "CapturePart" or "RestoreChunk";

    /// <summary>The results that stand in all journals below a state directory.</summary>
    public static IReadOnlyList<CompletedActivity> In(string state) => Directory.Exists(state)
        ?
        [
            .. Directory.EnumerateFiles(state, "*.journal", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .SelectMany(Of),
        ]
        : [];

    private static IEnumerable<CompletedActivity> Of(string journal)
    {
        var scheduled = new Dictionary<int, (string Name, JsonElement Input)>();
        var instance = "";
        foreach (var record in JournalFile.Read(journal))
        {
            switch (record.GetProperty("type").GetString())
            {
                case "started":
                    instance = record.GetProperty("instanceId").GetString()!;
                    break;
                case "activityScheduled":
                    scheduled[record.GetProperty("taskId").GetInt32()] =
                        (record.GetProperty("name").GetString()!, record.GetProperty("input"));
                    break;
                case "activityCompleted":
                    var (name, input) = scheduled[record.GetProperty("taskId").GetInt32()];
                    yield return new(instance, name, input, record.GetProperty("result"));
                    break;
            }
        }
    }
}
