using System.Text.Json.Nodes;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Faults;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.OneMoment;

/// <summary>
/// A revision lives until etcd is compacted. A backup that loses its own takes a later one, keeps what is the same
/// there, and is of one moment again; one that loses every revision says what it is made of.
/// </summary>
public sealed class CompactionTests(MomentPlane moment) : IClassFixture<MomentPlane>, IDisposable
{
    private const int Partial = 3;

    private static readonly Stepped Kept = new("configmaps", MomentPlane.Pages, MomentPlane.NameOf(0));

    private static readonly Stepped Lost = new("secrets", MomentPlane.Pages, MomentPlane.NameOf(0));

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [OwnPlaneFact]
    public async Task Parts_that_nobody_wrote_to_are_kept_and_not_read_again()
    {
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);

        var created = (await BackUpAsync(proxy, compactions: 1, () => WriteAsync(Lost))).Exits(0).Json();

        Assert.Equal(1, proxy.Exchanges.Count(exchange => Kept.IsReadBy(exchange.Request, continued: false)));
        Assert.Contains(proxy.Exchanges, exchange => Kept.IsCheckedBy(exchange.Request));
        await AssertOneMomentAsync(created);
    }

    [OwnPlaneFact]
    public async Task Parts_that_somebody_wrote_to_are_read_again_and_the_backup_is_of_the_later_moment()
    {
        var lockstep = new Lockstep(moment.Cluster, Kept, Lost);
        await lockstep.StepAsync(1);
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);

        var created = (await BackUpAsync(proxy, compactions: 1, () => lockstep.StepAsync(2))).Exits(0).Json();

        Assert.Equal(2, proxy.Exchanges.Count(exchange => Kept.IsReadBy(exchange.Request, continued: false)));
        Assert.Equal(0, lockstep.LeadIn((await DownloadAsync()).Objects));
        await AssertOneMomentAsync(created);
    }

    [OwnPlaneFact]
    public async Task A_namespace_that_came_meanwhile_is_in_the_backup_of_the_later_moment()
    {
        const string Newcomer = "wf-moment-new";
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);

        var created = await BackUpAsync(proxy, compactions: 1, async () =>
        {
            await TestNamespaces.CreateAsync(moment.Cluster, Newcomer);
            await moment.Cluster.CreateAsync(
                $"/api/v1/namespaces/{Newcomer}/configmaps",
                JsonNode.Parse("""{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "late" } }""")!);
        });
        await TestNamespaces.DeleteAsync(moment.Cluster, Newcomer);

        await AssertOneMomentAsync(created.Exits(0).Json());
        Assert.Contains(ArchiveTar.PathOf("configmaps", Newcomer, "late"), (await DownloadAsync()).Objects);
    }

    [OwnPlaneFact]
    public async Task When_every_revision_is_lost_for_a_while_the_backup_completes_and_lists_what_is_mixed()
    {
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);

        var created = (await BackUpAsync(proxy, compactions: 4, () => WriteAsync(Lost))).Exits(0).Json();

        Assert.True(created["revisions"]!.AsArray().Count > 1);
        var described = await DescribeAsync();
        Assert.Contains(
            described["mixedRevisions"]!.AsArray(), mixed => mixed!["resource"]!.GetValue<string>() == "secrets");
        Assert.DoesNotContain(
            described["mixedRevisions"]!.AsArray(), mixed => mixed!["resource"]!.GetValue<string>() == "configmaps");
        Assert.NotEmpty(described["problems"]!.AsArray());
        await AssertWholeAsync();
    }

    [OwnPlaneFact]
    public async Task What_no_revision_lives_long_enough_for_is_reported_and_the_rest_is_there()
    {
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);

        var created = (await BackUpAsync(proxy, compactions: int.MaxValue, () => WriteAsync(Lost))).Exits(Partial).Json();

        Assert.Contains(
            created["problems"]!.AsArray(), problem => problem!["scope"]!.GetValue<string>() == "secrets");
        var archive = await DownloadAsync();
        Assert.Contains(Kept.Archived, archive.Objects);
        Assert.DoesNotContain(Lost.Archived, archive.Objects);
    }

    /// <summary>
    /// Backs up, and each time the Secrets are asked for lets somebody write and has etcd compacted, so many times.
    /// </summary>
    private async Task<CommandResult> BackUpAsync(FaultProxy proxy, int compactions, Func<Task> write)
    {
        var kubeconfig = ProxyKubeconfig.Write(proxy, workspace.PathOf("kubeconfig"));
        var pause = PauseAtLost(proxy);
        using var backup = workspace.Start(
            "backup", "create", "compacted", "--include-namespaces", "wf-moment-*", "--include-resources",
            "configmaps,secrets", "--include-secrets", "--kubeconfig", kubeconfig, "-o", "json");
        for (var number = 1; number <= compactions && await IsHeldAsync(pause, proxy, backup); number++)
        {
            await write();
            await moment.Plane.CompactAsync();
            var held = pause;
            pause = PauseAtLost(proxy);
            if (number == compactions)
            {
                pause.Release();
            }

            held.Release();
        }

        return await backup.WaitAsync();
    }

    private static PausePoint PauseAtLost(FaultProxy proxy) =>
        proxy.PauseAt(request => Lost.IsReadBy(request, continued: false));

    /// <summary>Waits until the Secrets are asked for and the ConfigMaps are read; false when the backup has ended.</summary>
    private static async Task<bool> IsHeldAsync(PausePoint pause, FaultProxy proxy, Running.Program backup)
    {
        await TestNamespaces.UntilAsync("the Secrets are asked for and the ConfigMaps are read", () => Task.FromResult(
            backup.HasEnded || (pause.Reached.IsCompleted
                && proxy.Exchanges.Any(exchange => Kept.IsReadBy(exchange.Request, continued: true)))));
        return !backup.HasEnded;
    }

    private Task<JsonObject> WriteAsync(Stepped obj) => moment.Cluster.MergePatchAsync(
        obj.Path,
        JsonNode.Parse($$"""{ "metadata": { "annotations": { "workflows.test/written": "{{Guid.NewGuid()}}" } } }""")!);

    private async Task AssertOneMomentAsync(JsonObject created)
    {
        Assert.Single(created["revisions"]!.AsArray());
        Assert.Empty((await DescribeAsync())["mixedRevisions"]!.AsArray());
        await AssertWholeAsync();
    }

    private async Task AssertWholeAsync()
    {
        (await workspace.RunAsync("backup", "verify", "compacted")).Exits(0);
        var archive = await DownloadAsync();
        foreach (var stepped in new[] { Kept, Lost })
        {
            var live = (await moment.Cluster.ListAsync(stepped.Collection))
                .Select(obj => ArchiveTar.PathOf(stepped.Resource, stepped.Namespace, obj["metadata"]!["name"]!.GetValue<string>()));
            Assert.Empty(live.Except(archive.Objects.Keys, StringComparer.Ordinal));
        }
    }

    private async Task<JsonObject> DescribeAsync() =>
        (await workspace.RunAsync("backup", "describe", "compacted", "-o", "json")).Exits(0).Json();

    private async Task<ArchiveTar> DownloadAsync()
    {
        var file = workspace.PathOf($"{Guid.NewGuid():N}.tar.gz");
        (await workspace.RunAsync("backup", "download", "compacted", "--file", file)).Exits(0);
        return await ArchiveTar.ReadAsync(file);
    }
}
