using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Faults;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.OneMoment;

/// <summary>
/// A backup is of one moment: two objects that are written in lockstep are never further apart in it than the writer
/// ever held them, however long its lists lie apart. Told to read each list as it is, the same backup holds them apart.
/// </summary>
public sealed class LockstepTests(MomentPlane moment) : IClassFixture<MomentPlane>
{
    /// <summary>How far the writer goes while the backup stands between its two lists.</summary>
    private const int StepsBetween = 3;

    private static int Runs => TestSettings.IsFull ? 20 : 2;

    [OwnPlaneFact]
    public Task Objects_in_two_namespaces() => AssertOneMomentAsync(
        new("configmaps", MomentPlane.First, "clock"),
        new("configmaps", MomentPlane.Last, "clock"),
        continued: false,
        "--include-namespaces", $"{MomentPlane.First},{MomentPlane.Last}", "--include-resources", "configmaps");

    [OwnPlaneFact]
    public Task Objects_of_two_kinds() => AssertOneMomentAsync(
        new("configmaps", MomentPlane.Pages, MomentPlane.NameOf(0)),
        new("secrets", MomentPlane.Pages, MomentPlane.NameOf(0)),
        continued: false,
        "--include-namespaces", MomentPlane.Pages, "--include-resources", "configmaps,secrets");

    [OwnPlaneFact]
    public Task Objects_on_two_pages() => AssertOneMomentAsync(
        new("configmaps", MomentPlane.Pages, MomentPlane.NameOf(0)),
        new("configmaps", MomentPlane.Pages, MomentPlane.LastName),
        continued: true,
        "--include-namespaces", MomentPlane.Pages, "--include-resources", "configmaps");

    private async Task AssertOneMomentAsync(
        Stepped first, Stepped second, bool continued, params string[] selection)
    {
        var lockstep = new Lockstep(moment.Cluster, first, second);
        await lockstep.StepAsync(1);
        for (var run = 0; run < Runs; run++)
        {
            Assert.InRange(await LeadAsync(lockstep, continued, [.. selection, "--one-revision", "true"]), 0, 1);
        }

        // The pages of one list are of one revision whatever is asked: their token holds it.
        if (!continued)
        {
            Assert.Equal(
                -StepsBetween, await LeadAsync(lockstep, continued, [.. selection, "--one-revision", "false"]));
        }
    }

    /// <summary>Backs up, with the writer at work between the first object's list and the second's.</summary>
    private async Task<int> LeadAsync(Lockstep lockstep, bool continued, string[] options)
    {
        using var workspace = new Workspace();
        await using var proxy = FaultProxy.Start(moment.Plane.Kubeconfig);
        var kubeconfig = ProxyKubeconfig.Write(proxy, workspace.PathOf("kubeconfig"));
        var pause = proxy.PauseAt(request => lockstep.Second.IsReadBy(request, continued));
        using var backup = workspace.Start(
            ["backup", "create", "moment", "--include-secrets", "--kubeconfig", kubeconfig, .. options]);

        await TestNamespaces.UntilAsync("the second list is asked for and the first is read", () => Task.FromResult(
            backup.HasEnded || (pause.Reached.IsCompleted
                && proxy.Exchanges.Any(exchange => lockstep.First.IsReadBy(exchange.Request, continued: false)))));
        await lockstep.StepAsync(StepsBetween);
        pause.Release();
        (await backup.WaitAsync()).Exits(0);

        Assert.True(pause.Reached.IsCompleted, "The backup did not read the second list by itself.");
        var file = workspace.PathOf("moment.tar.gz");
        (await workspace.RunAsync("backup", "download", "moment", "--file", file)).Exits(0);
        return lockstep.LeadIn((await ArchiveTar.ReadAsync(file)).Objects);
    }
}
