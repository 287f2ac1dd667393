using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>Names of backups and restores that are not there, or that are taken.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class CatalogueTests(BlueAndGreen clusters) : IClassFixture<SmallBackup>, IDisposable
{
    private const int NotFound = 4;

    private const int Conflict = 5;

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersTheory]
    [InlineData("restore", "create", "r", "--from-backup", "nightly")]
    [InlineData("backup", "compare", "nightly")]
    [InlineData("backup", "describe", "nightly")]
    [InlineData("backup", "verify", "nightly")]
    [InlineData("backup", "logs", "nightly")]
    [InlineData("backup", "get", "nightly")]
    [InlineData("backup", "delete", "nightly", "--yes")]
    [InlineData("restore", "describe", "nightly")]
    [InlineData("restore", "get", "nightly")]
    public Task A_name_that_the_store_does_not_hold_is_not_found(params string[] arguments) =>
        Refusal.AssertAsync(workspace, NotFound, "nightly", [.. arguments, "--kubeconfig", clusters.Green.Kubeconfig]);

    [ClustersFact]
    public async Task A_backup_of_that_name_is_there_already()
    {
        await SmallBackup.CreateAsync(workspace, clusters.Blue);

        await Refusal.AssertAsync(workspace, Conflict, "good", SmallBackup.Arguments(clusters.Blue, "good"));
    }

    [ClustersFact]
    public async Task A_restore_of_that_name_is_there_already()
    {
        await SmallBackup.CreateAsync(workspace, clusters.Blue);
        string[] restore =
            ["restore", "create", "taken", .. SmallBackup.RestoreOptions, "--kubeconfig", clusters.Green.Kubeconfig];
        (await workspace.RunAsync(restore)).Exits(0);

        await Refusal.AssertAsync(workspace, Conflict, "taken", restore);
    }
}
