using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>A user who has never run the product, and who names neither store nor state.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class FirstUseTests(BlueAndGreen clusters) : IClassFixture<SmallBackup>, IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_first_backup_makes_the_default_store_below_the_users_data()
    {
        using var backup = workspace.StartWithDefaults(SmallBackup.Arguments(clusters.Blue, "first"));
        (await backup.WaitAsync()).Exits(0);

        var data = Path.Combine(workspace.Root, ".local", "share", "workflows");
        Assert.True(File.Exists(Path.Combine(data, "store", "catalog", "backups", "first.json")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        }
    }
}
