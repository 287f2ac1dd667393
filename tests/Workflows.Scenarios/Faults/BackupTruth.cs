using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Faults;

/// <summary>Holds what a backup of <see cref="Filling"/> says of itself against what is in the archive.</summary>
internal sealed class BackupTruth(Workspace workspace)
{
    private const int Failed = 1;

    private const int Partial = 3;

    private const int NotFound = 4;

    public static string[] Create(string name, string kubeconfig) =>
    [
        "backup", "create", name, "--include-namespaces", "wf-kill-*", "--include-secrets", "-o", "json",
        "--kubeconfig", kubeconfig,
    ];

    /// <param name="name">The backup's name.</param>
    /// <param name="result">How <c>backup create -o json</c> ended.</param>
    public async Task AssertToldAsync(string name, CommandResult result)
    {
        Assert.True(result.ExitCode is 0 or Partial or Failed, result.ToString());
        if (result.ExitCode == Failed)
        {
            Assert.NotEmpty(result.Error);
            (await workspace.RunAsync("backup", "describe", name)).Exits(NotFound);
            return;
        }

        var told = result.Json();
        Assert.Equal(result.ExitCode == 0 ? "Completed" : "PartiallyFailed", told["backup"]!["phase"]!.GetValue<string>());
        var broken = told["problems"]!.AsArray()
            .Where(problem => problem!["severity"]!.GetValue<string>() == "Error")
            .Select(problem => problem!["scope"]?.GetValue<string>() ?? "")
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(result.ExitCode == Partial, broken.Count > 0);
        await AssertArchivedAsync(name, broken);
    }

    /// <summary>Everything is there, as it was, once; only kinds and groups that are said to be broken may lack some.</summary>
    public async Task AssertArchivedAsync(string name, IReadOnlySet<string> broken)
    {
        (await workspace.RunAsync("backup", "verify", name)).Exits(0);
        var file = workspace.PathOf($"{name}.tar.gz");
        (await workspace.RunAsync("backup", "download", name, "--file", file)).Exits(0);
        var archive = await ArchiveTar.ReadAsync(file);
        File.Delete(file);
        foreach (var (resource, _, ns, thing) in Filling.Objects)
        {
            var path = ArchiveTar.PathOf(resource, ns, thing);
            if (archive.Objects.TryGetValue(path, out var archived))
            {
                foreach (var (field, value) in Filling.ContentOf(resource, thing))
                {
                    Assert.True(JsonNode.DeepEquals(value, archived[field]), $"{path} is not as it was.");
                }
            }
            else
            {
                Assert.True(IsTold(resource, broken), $"{path} is missing, and nothing says so.");
            }
        }
    }

    private static bool IsTold(string resource, IReadOnlySet<string> broken)
    {
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        return broken.Contains(resource)
            || (dot > 0 && broken.Any(scope => scope.StartsWith($"{resource[(dot + 1)..]}", StringComparison.Ordinal)));
    }
}
