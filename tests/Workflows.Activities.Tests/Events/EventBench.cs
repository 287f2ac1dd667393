using System.Text;
using Workflows.Activities.Events.Incoming;
using Workflows.Activities.Tests.Retention;
using Workflows.Activities.Tests.Schedules;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Events;

namespace Workflows.Activities.Tests.Events;

/// <summary>Rules of a real catalog in a store in memory, over an engine that keeps what it is asked to start.</summary>
internal sealed class EventBench
{
    public EventBench()
    {
        Declared = new TickBench(TestBackup.Started);
        Client = new FakeClient(Declared);
    }

    public TickBench Declared { get; }

    public FakeClient Client { get; }

    /// <summary>The intake of a process that has just begun.</summary>
    public EventIntake Intake => new(Declared.Catalog, Declared.Specs(), Client, Declared.Stores);

    public Task DeclarePlansAsync() => Declared.ApplyAsync(
        """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/etc/blue] }
        """,
        """
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: nightly }
        spec: { cluster: blue, includeSecrets: true, schedule: { cron: "@daily" } }
        """,
        """
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: unscheduled }
        spec: { cluster: blue, includeSecrets: true }
        """,
        """
        apiVersion: workflows/v1
        kind: RestorePlan
        metadata: { name: to-green }
        spec: { backupPlan: nightly, cluster: blue }
        """);

    public Task RuleAsync(string name, string action, string match = "types: ['*']", string more = "") => Declared.ApplyAsync(
        $$"""
        apiVersion: workflows/v1
        kind: EventRule
        metadata: { name: {{name}} }
        spec:
          match: { {{match}} }
          {{action}}
          {{more}}
        """);

    public Task<EventReport> TakeAsync(params ReceivedEvent[] events) => Intake.AcceptAsync(events, CancellationToken.None);

    public Task<EventReport> TakeAsync(string text) => Intake.AcceptAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);

    public static ReceivedEvent Event(string id, string type = "workflows.clusterReady") => new(id, "/clusters/green", type);
}
