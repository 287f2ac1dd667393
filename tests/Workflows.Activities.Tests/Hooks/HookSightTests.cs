using System.Text.Json;
using Workflows.Activities.Hooks;
using Workflows.Core.Hooks;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Tests.Hooks;

/// <summary>When a restore hook can run, as its pod shows.</summary>
public sealed class HookSightTests
{
    private const string Running = """ "state": { "running": {} }, "ready": false """;

    [Theory]
    [InlineData(""" "state": { "waiting": {} }, "ready": false """, false, "Container main did not run.")]
    [InlineData(Running, true, "Container main was not ready.")]
    public void It_waits_for_its_container(string status, bool forReady, string reason)
    {
        var sight = SightOf(Pod("Pending", status), new(forReady, TimeSpan.FromMinutes(3)));

        Assert.Equal(new HookSight(IsWaiting: true, TimeSpan.FromMinutes(3), reason), sight);
    }

    [Theory]
    [InlineData(Running, false)]
    [InlineData(""" "state": { "running": {} }, "ready": true """, true)]
    public void It_runs_when_its_container_does_or_is_ready(string status, bool forReady)
    {
        var sight = SightOf(Pod("Running", status), new(forReady, TimeSpan.FromMinutes(3)));

        Assert.False(sight.IsWaiting);
        Assert.Null(sight.Reason);
    }

    [Fact]
    public void It_does_not_wait_for_a_pod_that_ended() =>
        Assert.Equal("Its pod ended before.", SightOf(Pod("Succeeded", Running), new(false, TimeSpan.FromMinutes(3))).Reason);

    [Fact]
    public void It_does_not_wait_for_a_container_that_there_is_not() =>
        Assert.False(SightOf(Pod("Pending", Running), new(false, TimeSpan.FromMinutes(3)), container: "sidecar").IsWaiting);

    [Fact]
    public void It_does_not_wait_for_another_pod_of_the_name() =>
        Assert.False(SightOf(Pod("Pending", Running, uid: "later"), new(true, TimeSpan.FromMinutes(3))).IsWaiting);

    private static string Pod(string phase, string status, string uid = "uid") =>
        $$"""
        {
          "metadata": { "uid": "{{uid}}" },
          "spec": { "containers": [{ "name": "main" }] },
          "status": { "phase": "{{phase}}", "containerStatuses": [{ "name": "main", {{status}} }] }
        }
        """;

    private static HookSight SightOf(string pod, HookWait wait, string? container = null)
    {
        using var document = JsonDocument.Parse(pod);
        return LookAtHookedPodActivity.SightOf(
            document.RootElement,
            new("shop", "db", "uid", [], []),
            new(container, ["load"], HookOnError.Continue, ExecHook.DefaultTimeout),
            wait);
    }
}
