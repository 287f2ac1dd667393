using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>Archives that are not what was written: refused before the cluster is touched.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class DamagedArchiveTests(BlueAndGreen clusters) : IClassFixture<SmallBackup>, IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersTheory]
    [InlineData("tarball")]
    [InlineData("index")]
    [InlineData("manifest")]
    public async Task A_flipped_byte_is_found_before_anything_is_restored(string where)
    {
        await SmallBackup.CreateAsync(workspace, clusters.Blue);
        CraftedArchive.FlipAByte(where switch
        {
            "tarball" => CraftedArchive.Tarball(workspace),
            "index" => CraftedArchive.Index(workspace),
            _ => CraftedArchive.Manifest(workspace),
        });

        (await workspace.RunAsync("backup", "verify", "good")).Exits(1);
        await AssertNotRestoredAsync("damaged");
    }

    [ClustersTheory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2fb")]
    public async Task A_name_that_leads_out_of_its_folder_is_refused(string name)
    {
        await SmallBackup.CreateAsync(workspace, clusters.Blue);
        CraftedArchive.Rename(workspace, "victim-object", name);

        (await workspace.RunAsync("backup", "verify", "good")).Exits(1);
        await AssertNotRestoredAsync("good");
    }

    private async Task AssertNotRestoredAsync(string says)
    {
        await Refusal.AssertAsync(
            workspace,
            exitCode: 1,
            says,
            ["restore", "create", "r", .. SmallBackup.RestoreOptions, "--kubeconfig", clusters.Green.Kubeconfig]);
        Assert.Null(await clusters.Green.FindAsync($"/api/v1/namespaces/{SmallBackup.Target}"));
    }
}
