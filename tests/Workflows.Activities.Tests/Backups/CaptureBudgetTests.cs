using Workflows.Activities.Backups;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Backups;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Tests.Backups;

/// <summary>A capture that may work for no time at all hands back after each page, and goes on where it stopped.</summary>
public sealed class CaptureBudgetTests : IAsyncLifetime, IDisposable
{
    private const int Objects = 23;

    private const int PageSize = 5;

    private readonly LiveNamespace ns = LiveNamespace.Reserve();
    private readonly ActivityServices services = new(TimeProvider.System) { Budget = TimeSpan.Zero };
    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-budget-");

    public async Task InitializeAsync()
    {
        await ns.MakeAsync();
        for (var number = 0; number < Objects; number++)
        {
            await ns.CreateAsync(
                Kinds.ConfigMaps, $$"""{ "metadata": { "name": "object-{{number:D2}}", "labels": { "mine": "yes" } } }""");
        }
    }

    public Task DisposeAsync() => ns.DisposeAsync().AsTask();

    public void Dispose()
    {
        services.Dispose();
        store.Delete(recursive: true);
    }

    [ClusterFact]
    public async Task Every_object_is_captured_once_over_as_many_activities_as_there_are_pages()
    {
        var spec = new BackupSpec
        {
            Name = "budget",
            Cluster = TestCluster.Reference,
            Store = store.FullName,
            IncludeSecrets = false,
            PageSize = PageSize,
            Selection = new()
            {
                IncludedNamespaces = [ns.Name],
                IncludedResources = ["configmaps"],
                IncludeClusterResources = false,
                LabelSelector = "mine=yes",
            },
        };
        var context = new ActivityContext("run", "test");
        var uid = Guid.NewGuid();
        await new ReserveBackupActivity(services).RunAsync(context, new(spec, uid), default);
        var plan = await new PlanBackupActivity(services).RunAsync(context, new(spec, uid), default);
        var parts = await new ReadPlanGroupActivity(services).RunAsync(context, new(spec, plan.PlanId, 0), default);

        var results = new List<CaptureResult>();
        foreach (var part in parts)
        {
            CapturePoint? next = new(0, null);
            while (next is not null)
            {
                var result = await new CapturePartActivity(services).RunAsync(
                    context, new(spec, plan.PlanId, plan.Revision, part, results.Count, next), default);
                results.Add(result);
                next = result.Next;
            }
        }

        Assert.All(results, result => Assert.False(result.Compacted));
        Assert.All(results, result => Assert.True((result.Segment?.Objects ?? 0) <= PageSize));
        Assert.True(results.Count >= Objects / PageSize, $"{results.Count} activities can't have handed back at each page.");
        Assert.Equal(Objects, results.Sum(result => result.Segment?.Objects ?? 0));
    }
}
