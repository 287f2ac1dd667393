using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Kills;

/// <summary>Blue with the filling, for as long as the campaigns run; both clusters without it afterwards.</summary>
public sealed class FilledBlue : IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            using var blue = await Cluster.OpenAsync(TestSettings.Blue!);
            await TestNamespaces.DeleteAsync(blue, Filling.Namespaces);
            await Filling.FillAsync(blue);
        }
    }

    public async Task DisposeAsync()
    {
        if (ClusterNeeds.WhyNot() is null)
        {
            using var blue = await Cluster.OpenAsync(TestSettings.Blue!);
            using var green = await Cluster.OpenAsync(TestSettings.Green!);
            await TestNamespaces.DeleteAsync(blue, Filling.Namespaces);
            await TestNamespaces.DeleteAsync(green, Filling.Namespaces);
        }
    }
}
