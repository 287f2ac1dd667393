using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>Holds what a restore of some namespaces of <see cref="Filling"/> reports against the cluster itself.</summary>
internal sealed class RestoreTruth(Workspace workspace, Cluster cluster, IReadOnlyList<string> namespaces)
{
    private const int Failed = 1;

    private const int Partial = 3;

    /// <param name="name">The restore's name.</param>
    /// <param name="result">How <c>restore create</c> ended.</param>
    /// <returns>Whether everything was restored.</returns>
    public async Task<bool> AssertToldAsync(string name, CommandResult result)
    {
        Assert.True(result.ExitCode is 0 or Partial or Failed, result.ToString());
        if (result.ExitCode == Failed && (await workspace.RunAsync("restore", "describe", name)).ExitCode != 0)
        {
            // It failed before it touched the cluster, and says why.
            Assert.NotEmpty(result.Error);
            Assert.Empty((await LiveAsync()).Keys);
            return false;
        }

        var told = (await workspace.RunAsync("restore", "describe", name, "--details", "-o", "json")).Exits(0).Json();
        Assert.Equal(
            result.ExitCode switch { 0 => "Completed", Partial => "PartiallyFailed", _ => "Failed" },
            told["restore"]!["phase"]!.GetValue<string>());
        await AssertOutcomesAsync(name, told["objects"]!.AsArray(), result.ExitCode == 0);
        return result.ExitCode == 0;
    }

    private async Task AssertOutcomesAsync(string name, JsonArray objects, bool all)
    {
        var live = await LiveAsync();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var obj in objects)
        {
            var key = $"{obj!["resource"]} {obj["namespace"]}/{obj["name"]}";
            Assert.True(told.Add(key), $"{key} is reported twice.");
            if (!IsFilled(obj))
            {
                continue;
            }

            var found = live.GetValueOrDefault(key);
            switch (obj["outcome"]!.GetValue<string>())
            {
                case "Created":
                    Assert.True(found is not null, $"{key} is told to have been created, and is not there.");
                    Assert.Equal(name, found["metadata"]!["labels"]?["velero.io/restore-name"]?.GetValue<string>());
                    Assert.True(IsAsArchived(obj, found), $"{key} is not as archived.");
                    break;
                case "Failed":
                    Assert.NotEmpty(obj["reason"]!.GetValue<string>());
                    Assert.True(found is null, $"{key} is told to have failed ({obj["reason"]}), and is there.");
                    break;
                default:
                    Assert.Fail($"{key} can't have ended as {obj["outcome"]} in an empty cluster: {obj["reason"]}");
                    break;
            }
        }

        if (all)
        {
            Assert.Superset(Wanted(), told);
        }
    }

    /// <summary>Everything is there and as archived, whoever restored it.</summary>
    public async Task AssertAllThereAsync()
    {
        var live = await LiveAsync();
        Assert.Empty(Wanted().Except(live.Keys));
        foreach (var (resource, _, ns, thing) in Filling.Objects.Where(obj => namespaces.Contains(obj.Ns)))
        {
            foreach (var (field, value) in Filling.ContentOf(resource, thing))
            {
                Assert.True(
                    JsonNode.DeepEquals(value, live[$"{resource} {ns}/{thing}"][field]), $"{ns}/{thing} is not as archived.");
            }
        }
    }

    private HashSet<string> Wanted() => Filling.Objects
        .Where(obj => namespaces.Contains(obj.Ns))
        .Select(obj => $"{obj.Resource} {obj.Ns}/{obj.Name}")
        .ToHashSet(StringComparer.Ordinal);

    private static bool IsFilled(JsonNode obj) =>
        obj["name"]!.GetValue<string>().StartsWith("thing-", StringComparison.Ordinal)
        && Filling.Kinds.Any(kind => kind.Resource == obj["resource"]!.GetValue<string>());

    private static bool IsAsArchived(JsonNode told, JsonObject live) =>
        Filling.ContentOf(told["resource"]!.GetValue<string>(), told["name"]!.GetValue<string>())
            .All(field => JsonNode.DeepEquals(field.Value, live[field.Key]));

    private async Task<Dictionary<string, JsonObject>> LiveAsync()
    {
        var live = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var ns in namespaces)
        {
            foreach (var (resource, api) in Filling.Kinds)
            {
                foreach (var obj in await cluster.ListAsync($"{api}/namespaces/{ns}/{Filling.PluralOf(resource)}"))
                {
                    var name = obj["metadata"]!["name"]!.GetValue<string>();
                    if (name.StartsWith("thing-", StringComparison.Ordinal))
                    {
                        live.Add($"{resource} {ns}/{name}", obj);
                    }
                }
            }
        }

        return live;
    }
}
