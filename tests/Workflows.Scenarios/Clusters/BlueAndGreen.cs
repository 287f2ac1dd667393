using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Clusters;

/// <summary>The two clusters of a run of the tests, connected to once.</summary>
public sealed class BlueAndGreen : IAsyncLifetime
{
    private Cluster? blue;
    private Cluster? green;

    public Cluster Blue => blue ?? throw new InvalidOperationException("There are no clusters here.");

    public Cluster Green => green ?? throw new InvalidOperationException("There are no clusters here.");

    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            blue = await Cluster.OpenAsync(TestSettings.Blue!);
            green = await Cluster.OpenAsync(TestSettings.Green!);
        }
    }

    public Task DisposeAsync()
    {
        blue?.Dispose();
        green?.Dispose();
        return Task.CompletedTask;
    }
}
