using Workflows.Activities;
using Workflows.Archive.Stores;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Functions.Events;
using Workflows.Orchestrations.Backups;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>The Event Grid trigger, with what Event Grid delivers.</summary>
public sealed class EventFunctionsTests : IAsyncLifetime
{
    private const string FarStore = "azblob://far-away";

    private const string Declared =
        $$"""
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/etc/workflows/blue.kubeconfig], context: blue }
        ---
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: nightly }
        spec: { cluster: blue, includeSecrets: false }
        ---
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: far }
        spec: { cluster: blue, includeSecrets: false, store: "{{FarStore}}" }
        ---
        apiVersion: workflows/v1
        kind: EventRule
        metadata: { name: before-upgrade }
        spec:
          match: { types: [Microsoft.ContainerService.NewKubernetesVersionAvailable], sources: ["*/managedClusters/blue"] }
          startBackup: { plan: nightly }
        ---
        apiVersion: workflows/v1
        kind: EventRule
        metadata: { name: far-away }
        spec: { match: { types: [workflows.far] }, startBackup: { plan: far } }
        """;

    private const string CloudEvent =
        """
        {"specversion":"1.0","id":"1234567890abcdef1234567890abcdef12345678","source":"/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/blue","subject":"blue","type":"Microsoft.ContainerService.NewKubernetesVersionAvailable","time":"2026-11-22T06:00:00.0000000Z","data":{"latestSupportedKubernetesVersion":"1.36.1","latestStableKubernetesVersion":"1.35.4","lowestMinorKubernetesVersion":"1.33.9","latestPreviewKubernetesVersion":"1.37.0"}}
        """;

    private const string GridEvent =
        """
        {"id":"2234567890abcdef1234567890abcdef12345678","topic":"/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/blue","subject":"blue","eventType":"Microsoft.ContainerService.NewKubernetesVersionAvailable","eventTime":"2026-11-22T06:00:00.0000000Z","data":{"latestSupportedKubernetesVersion":"1.36.1"},"dataVersion":"1","metadataVersion":"1"}
        """;

    private FunctionApp app = null!;

    public async Task InitializeAsync()
    {
        app = await FunctionApp.StartAsync(
            registry: new DurableRegistry().Orchestrator<BackupSpec, string>(
                BackupNames.Backup.Name, (context, _) => context.WaitForExternalEvent<string>("end")),
            stores: new OpenStores(address => address == FarStore
                ? throw new WorkflowsException(ErrorKind.Unavailable, "The store far away does not answer.")
                : ArchiveStores.Open(address)));
        await app.DeclareAsync(Declared);
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData(CloudEvent)]
    [InlineData(GridEvent)]
    public async Task An_event_starts_what_a_rule_says_once_however_often_it_is_delivered(string received)
    {
        await TakeAsync(received);
        await TakeAsync(received);

        var started = Assert.Single(await InstancesAsync());
        Assert.Equal("nightly", DurableJson.Read<BackupSpec>(started.Input!.Value).Plan);
        Assert.Contains(app.Log.All, line => line.Contains($"rule=before-upgrade outcome=Started instances={started.InstanceId}", StringComparison.Ordinal));
        Assert.Contains(app.Log.All, line => line.Contains("rule=before-upgrade outcome=DoneBefore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_no_rule_is_about_does_nothing()
    {
        await TakeAsync(CloudEvent.Replace("NewKubernetesVersionAvailable", "NodePoolRollingStarted", StringComparison.Ordinal));

        Assert.Empty(await InstancesAsync());
    }

    [Fact]
    public async Task An_event_that_can_not_be_done_now_is_refused_so_that_it_is_delivered_again()
    {
        var refused = await Assert.ThrowsAsync<WorkflowsException>(() =>
            TakeAsync("""{"specversion":"1.0","id":"1","source":"/here","type":"workflows.far"}"""));

        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.Contains("far away does not answer", refused.Message);
    }

    [Fact]
    public async Task What_is_no_event_is_refused() =>
        await Assert.ThrowsAsync<EventFormatException>(() => TakeAsync("""{"greeting":"hello"}"""));

    private Task TakeAsync(string received) =>
        app.Functions<EventFunctions>().TakeEvent(received, app.Hub.HostClient, CancellationToken.None);

    private async Task<IReadOnlyList<OrchestrationState>> InstancesAsync()
    {
        var found = new List<OrchestrationState>();
        await foreach (var state in app.Hub.Client.QueryAsync(new OrchestrationQuery()))
        {
            found.Add(state);
        }

        return found;
    }
}
