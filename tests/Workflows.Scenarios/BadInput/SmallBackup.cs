using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>A namespace on blue with a little in it, backed up as <c>good</c>: what bad input is tried on.</summary>
public sealed class SmallBackup : IAsyncLifetime
{
    public const string Source = "wf-bad";

    /// <summary>Where restores that must not happen would put it.</summary>
    public const string Target = "wf-bad-target";

    /// <summary>Restores that must be refused, all but their name.</summary>
    public static IReadOnlyList<string> RestoreOptions { get; } =
        ["--from-backup", "good", "--namespace-mappings", $"{Source}:{Target}"];

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is not null)
        {
            return;
        }

        using var blue = await Cluster.OpenAsync(TestSettings.Blue!);
        using var green = await Cluster.OpenAsync(TestSettings.Green!);
        await TestNamespaces.DeleteAsync(blue, Source);
        await TestNamespaces.DeleteAsync(green, Target);
        await TestNamespaces.CreateAsync(blue, Source);

        // Larger than the smallest disk a test knows, and not to be compressed; the same at each run.
        var noise = new byte[400 * 1024];
        new Random(20260301).NextBytes(noise);
        foreach (var (name, text) in new[] { ("victim-object", "here"), ("noise", Convert.ToBase64String(noise)) })
        {
            await blue.CreateAsync($"/api/v1/namespaces/{Source}/configmaps", new JsonObject
            {
                ["kind"] = "ConfigMap",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["data"] = new JsonObject { ["text"] = text },
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            using var blue = await Cluster.OpenAsync(TestSettings.Blue!);
            using var green = await Cluster.OpenAsync(TestSettings.Green!);
            await TestNamespaces.DeleteAsync(blue, Source);
            await TestNamespaces.DeleteAsync(green, Target);
        }
    }

    public static async Task CreateAsync(Workspace workspace, Cluster blue, string name = "good") =>
        (await workspace.RunAsync(Arguments(blue, name))).Exits(0);

    public static string[] Arguments(Cluster blue, string name) =>
    [
        "backup", "create", name, "--include-namespaces", Source, "--include-secrets", "--kubeconfig", blue.Kubeconfig,
    ];
}
