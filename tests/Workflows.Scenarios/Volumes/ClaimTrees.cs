using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Scenarios.Volumes;

/// <summary>Claims on blue with random trees, and empty ones on green that restores fill.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ClaimTrees : IDisposable
{
    /// <summary>In each tree beside the random entries: enough for some packs, so that a mover can be met at work.</summary>
    private const int BulkBytes = 48 << 20;

    private const int Entries = 120;

    private const int Edits = 20;

    private readonly string root = Directory.CreateTempSubdirectory("workflows-claims-").FullName;
    private readonly Dictionary<string, RandomTree> trees;
    private readonly Random random;

    /// <param name="ns">The namespace of the claims, on both clusters.</param>
    /// <param name="seed">What the trees are drawn from.</param>
    public ClaimTrees(string ns, int seed)
    {
        Namespace = ns;
        random = new(seed);
        trees = Claims.ToDictionary(
            claim => claim,
            claim => new RandomTree(Directory.CreateDirectory(SourceOf(claim)).FullName, random.Next()),
            StringComparer.Ordinal);
        foreach (var (claim, tree) in trees)
        {
            tree.Grow(Entries);
            RewriteBulk(claim);
        }
    }

    public static IReadOnlyList<string> Claims { get; } =
        [.. Enumerable.Range(0, 3).Select(number => "data-" + number.ToString(CultureInfo.InvariantCulture))];

    public string Namespace { get; }

    public string SourceOf(string claim) => Path.Combine(root, "blue", claim);

    public string TargetOf(string claim) => Path.Combine(root, "green", claim);

    /// <summary>Makes the claims on blue.</summary>
    public async Task ClaimAsync(Cluster blue)
    {
        await TestNamespaces.CreateAsync(blue, Namespace);
        foreach (var claim in Claims)
        {
            await ClaimedFolders.OfferAsync(blue, VolumeOf("blue", claim), SourceOf(claim), (Namespace, claim));
            await blue.CreateAsync($"/api/v1/namespaces/{Namespace}/persistentvolumeclaims", JsonNode.Parse($$"""
                {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "{{claim}}"},
                 "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "{{ClaimedFolders.Class}}",
                  "resources": {"requests": {"storage": "1Gi"} } } }
                """)!);
            await TestNamespaces.UntilAsync($"claim {claim} is bound", async () =>
                (await blue.GetAsync($"/api/v1/namespaces/{Namespace}/persistentvolumeclaims/{claim}"))
                    ["status"]?["phase"]?.GetValue<string>() == "Bound");
        }
    }

    /// <summary>Offers empty volumes on green, where there are no claims any more.</summary>
    public async Task OfferTargetsAsync(Cluster green)
    {
        await TestNamespaces.DeleteAsync(green, Namespace);
        await RemoveAsync(Path.Combine(root, "green"));
        foreach (var claim in Claims)
        {
            await ClaimedFolders.OfferAsync(green, VolumeOf("green", claim), TargetOf(claim), (Namespace, claim));
        }
    }

    /// <summary>Changes some of every tree, and all of its bulk.</summary>
    public void Change()
    {
        foreach (var (claim, tree) in trees)
        {
            tree.Edit(Edits);
            RewriteBulk(claim);
        }
    }

    public async Task CleanAsync(Cluster blue, Cluster green)
    {
        await TestNamespaces.DeleteAsync(blue, Namespace);
        await TestNamespaces.DeleteAsync(green, Namespace);
        foreach (var claim in Claims)
        {
            await ClaimedFolders.WithdrawAsync(blue, VolumeOf("blue", claim));
            await ClaimedFolders.WithdrawAsync(green, VolumeOf("green", claim));
        }
    }

    public void Dispose() => Remove(root).WaitForExit();

    /// <summary>System.IO takes no names that are not UTF-8.</summary>
    public static Task RemoveAsync(string folder) => Remove(folder).WaitForExitAsync();

    private static Process Remove(string folder) => Process.Start("rm", ["-rf", folder]);

    private void RewriteBulk(string claim)
    {
        var content = new byte[BulkBytes];
        random.NextBytes(content);
        File.WriteAllBytes(Path.Combine(SourceOf(claim), "bulk"), content);
    }

    private string VolumeOf(string cluster, string claim) => $"{Namespace}-{cluster}-{claim}";
}
