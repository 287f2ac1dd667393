using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.OneMoment;

/// <summary>
/// Two objects that are written in turn, the first first: at no moment is the first more than one step ahead, and the
/// second never.
/// </summary>
/// <param name="cluster">Where they are.</param>
/// <param name="first">The first one's path below the API, and in an archive.</param>
/// <param name="second">The second one's.</param>
internal sealed class Lockstep(Cluster cluster, Stepped first, Stepped second)
{
    private const string Key = "workflows.test/step";

    private int step;

    public Stepped First => first;

    public Stepped Second => second;

    /// <summary>Writes both so many times; ends with both at the same step.</summary>
    public async Task StepAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            step++;
            await WriteAsync(first);
            await WriteAsync(second);
        }
    }

    /// <summary>How far the first is ahead of the second in an archive; below 0 the second is.</summary>
    public int LeadIn(IReadOnlyDictionary<string, JsonObject> archived) =>
        StepOf(archived[first.Archived]) - StepOf(archived[second.Archived]);

    public static int StepOf(JsonObject obj) =>
        int.Parse(obj["metadata"]!["annotations"]![Key]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private Task<JsonObject> WriteAsync(Stepped obj) => cluster.MergePatchAsync(obj.Path, new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject { [Key] = step.ToString(CultureInfo.InvariantCulture) },
        },
    });
}
