using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Workflows.Activities.Plans;
using Workflows.Core.Backups;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Functions.Timers;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Retention;

namespace Workflows.Functions.Tests.Triggers;

public sealed class DueFunctionsTests : IAsyncLifetime
{
    private const string Declared =
        """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/etc/workflows/blue.kubeconfig], context: blue }
        ---
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: often }
        spec:
          cluster: blue
          includeSecrets: false
          schedule: { cron: "* * * * *" }
        """;

    /// <summary>What the timer extension sends to a worker.</summary>
    private const string Timer =
        """
        {"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-22T06:00:00.0031+00:00","Next":"2026-11-22T06:01:00+00:00","LastUpdated":"2026-11-22T06:00:00.0031+00:00"},"IsPastDue":true}
        """;

    private readonly Clock clock = new();
    private FunctionApp app = null!;

    public async Task InitializeAsync()
    {
        var registry = new DurableRegistry()
            .Orchestrator<BackupSpec, string>(BackupNames.Backup.Name, (context, _) => context.WaitForExternalEvent<string>("end"))
            .Orchestrator<RetentionInput, string>(RetentionNames.ApplyRetention.Name, (_, input) => Task.FromResult(input.Plan));
        app = await FunctionApp.StartAsync(registry: registry, time: clock);
        await app.DeclareAsync(Declared);
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_backup_that_is_due_is_started_once_however_often_the_timer_comes()
    {
        clock.Now = clock.Now.AddMinutes(1);

        await Task.WhenAll(TickAsync(), TickAsync());
        await TickAsync();

        var started = Assert.Single(await InstancesAsync());
        Assert.Equal(RunIds.OfBackup("often-20261122060100", app.StorePath), started.InstanceId);
        Assert.Equal("often", DurableJson.Read<BackupSpec>(started.Input!.Value).Plan);
        Assert.Contains(app.Log.All, line => line.Contains("scheduled", StringComparison.Ordinal) && line.Contains("backup=often-20261122060100 next=2026-11-22T06:02:00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_started_before_it_is_due()
    {
        await TickAsync();

        Assert.Empty(await InstancesAsync());
    }

    [Fact]
    public async Task What_can_not_be_started_is_told_once()
    {
        clock.Now = clock.Now.AddMinutes(1);
        File.Delete(Path.Combine(app.StorePath, "catalog", "clusters", "blue.json"));

        await TickAsync();
        await TickAsync();

        Assert.Single(app.Log.All, line => line.Contains("schedule", StringComparison.Ordinal) && line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retention_is_started_once_an_hour()
    {
        await RetainAsync();
        await RetainAsync();
        clock.Now = clock.Now.AddMinutes(59);
        await RetainAsync();
        Assert.Single(await InstancesAsync());

        await EndAllAsync();
        clock.Now = clock.Now.AddMinutes(1);
        await RetainAsync();

        Assert.Equal(2, (await InstancesAsync()).Count);
    }

    [Fact]
    public async Task Instances_that_ended_long_ago_are_forgotten_and_others_are_not()
    {
        clock.Now = DateTimeOffset.UtcNow;
        await RetainAsync();
        await EndAllAsync();
        Assert.True(await app.Hub.Client.StartAsync(BackupNames.Backup.Name, "at-work", null));

        await ForgetAsync();
        Assert.Equal(2, (await InstancesAsync()).Count);
        clock.Now = DateTimeOffset.UtcNow.AddDays(31);
        await ForgetAsync();

        Assert.Equal("at-work", Assert.Single(await InstancesAsync()).InstanceId);
    }

    private static TimerInfo Info => JsonSerializer.Deserialize<TimerInfo>(Timer, JsonSerializerOptions.Web)!;

    private Task TickAsync() =>
        app.Functions<DueFunctions>().StartDueBackups(Info, app.Hub.HostClient, CancellationToken.None);

    private Task RetainAsync() =>
        app.Functions<DueFunctions>().StartDueRetention(Info, app.Hub.HostClient, CancellationToken.None);

    private Task ForgetAsync() =>
        app.Functions<DueFunctions>().ForgetEndedInstances(Info, app.Hub.HostClient, CancellationToken.None);

    private async Task EndAllAsync()
    {
        foreach (var instance in await InstancesAsync())
        {
            await app.Hub.Client.WaitForCompletionAsync(instance.InstanceId).WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private async Task<IReadOnlyList<OrchestrationState>> InstancesAsync()
    {
        var found = new List<OrchestrationState>();
        await foreach (var state in app.Hub.Client.QueryAsync(new OrchestrationQuery()))
        {
            found.Add(state);
        }

        return found;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 6, 0, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
