using System.Text.Json;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Schedules;
using Workflows.Activities.Tests.Retention;
using Workflows.Activities.Tests.Schedules;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Core.Restores;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Tests.Events;

/// <summary>What others are told of.</summary>
public sealed class EventOutboxTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 21, 1, 30, 0, TimeSpan.Zero);

    private readonly TickBench bench = new(Begin.AddMinutes(10));
    private readonly FakeClient client;

    public EventOutboxTests() => client = new FakeClient(bench);

    private EventOutbox Outbox => new(client, "machine one", bench);

    [Fact]
    public async Task A_backup_is_told_of_once_with_what_it_came_to()
    {
        Put(Backup("nightly-1"), OrchestrationStatus.Completed, new BackupSummary("nightly-1", BackupPhase.Completed, 12, 3400, 5600, 1, 2, 0, ["4711"]));

        var told = Assert.Single(await Outbox.RunAsync(CancellationToken.None));

        Assert.Empty(await Outbox.RunAsync(CancellationToken.None));
        Assert.Equal(
            ("publish-backup-nightly-1-00000000-20261121013000000", "urn:workflows:machine%20one", EventTypes.BackupCompleted, "backups/nightly-1"),
            (told.Id, told.Source, told.Type, told.Subject));
        Assert.Equal(
            """
            {"backup":"nightly-1","store":"/store","startedAt":"2026-11-21T01:30:00+00:00","endedAt":"2026-11-21T01:35:00+00:00","plan":"nightly","objects":12,"bytes":3400,"warnings":2,"errors":0}
            """,
            told.Data.GetRawText());
        var sending = (await client.GetAsync(told.Id))!;
        Assert.Equal((EventNames.PublishEvent.Name, told.Id), (sending.Orchestrator, DurableJson.Read<OutgoingEvent>(sending.Input!.Value).Id));
    }

    [Theory]
    [InlineData(OrchestrationStatus.Completed, BackupPhase.PartiallyFailed, EventTypes.BackupPartiallyFailed)]
    [InlineData(OrchestrationStatus.Failed, null, EventTypes.BackupFailed)]
    [InlineData(OrchestrationStatus.Terminated, null, EventTypes.BackupFailed)]
    [InlineData(OrchestrationStatus.Running, null, null)]
    [InlineData(OrchestrationStatus.Suspended, null, null)]
    public async Task How_a_backup_ended_says_the_type(OrchestrationStatus status, BackupPhase? phase, string? type)
    {
        Put(Backup("nightly-1"), status, phase is null ? null : new BackupSummary("nightly-1", phase.Value, 1, 1, 1, 1, 0, 1, []));

        var told = (await Outbox.RunAsync(CancellationToken.None)).SingleOrDefault();

        Assert.Equal(type, told?.Type);
        Assert.Equal(status is OrchestrationStatus.Failed, told?.Data.TryGetProperty("failure", out var failure) is true
            && failure.GetProperty("kind").GetString() == nameof(ErrorKind.Denied) && failure.GetProperty("message").GetString() == "The cluster refuses.");
    }

    [Theory]
    [InlineData(RestorePhase.Completed, EventTypes.RestoreCompleted)]
    [InlineData(RestorePhase.PartiallyFailed, EventTypes.RestorePartiallyFailed)]
    [InlineData(RestorePhase.Failed, EventTypes.RestoreFailed)]
    [InlineData(null, EventTypes.RestoreFailed)]
    public async Task Restores_are_told_of_too(RestorePhase? phase, string type)
    {
        var spec = new RestoreSpec { Name = "back", Backup = "nightly-1", Cluster = new ClusterReference([], null), Store = "/store" };
        Put(
            ("restore-back-00000000", "Restore", spec),
            phase is null ? OrchestrationStatus.Failed : OrchestrationStatus.Completed,
            phase is null ? null : new RestoreSummary("back", "nightly-1", phase.Value, new OutcomeCounts(3, 0, 0, 1, 0), 4, 2, 0));

        var told = Assert.Single(await Outbox.RunAsync(CancellationToken.None));

        Assert.Equal((type, "restores/back", "nightly-1"), (told.Type, told.Subject, told.Data.GetProperty("backup").GetString()));
        Assert.Equal(phase is not null, told.Data.TryGetProperty("objects", out var objects) && objects.GetProperty("created").GetInt32() == 3);
    }

    [Fact]
    public async Task Retention_is_told_of_where_it_deleted_something()
    {
        Put(("retention-a-1", "ApplyRetention", new RetentionInput("a", "/store")), OrchestrationStatus.Completed, new RetentionSummary("a", 0, 3, [], [], 0));
        Put(
            ("retention-b-1", "ApplyRetention", new RetentionInput("b", "/store")),
            OrchestrationStatus.Completed,
            new RetentionSummary("b", 2, 3, ["b-1", "b-2"], [new RetentionFailure("b-3", "It is locked.")], 1));

        var told = Assert.Single(await Outbox.RunAsync(CancellationToken.None));

        Assert.Equal((EventTypes.RetentionDeleted, "backupplans/b"), (told.Type, told.Subject));
        Assert.Equal("""{"plan":"b","deleted":2,"kept":3,"backups":["b-1","b-2"],"notDeleted":1}""", told.Data.GetRawText());
    }

    [Fact]
    public async Task What_ended_long_ago_and_what_is_none_of_ours_is_not_told_of()
    {
        Put(Backup("nightly-1"), OrchestrationStatus.Failed, null);
        Put(("compare-nightly-1", "Compare", new { }), OrchestrationStatus.Failed, null);
        bench.Now = Begin.AddMinutes(6) + EventOutbox.Oldest;

        Assert.Empty(await Outbox.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_backup_that_was_deleted_and_made_again_under_its_name_is_told_of_again()
    {
        Put(Backup("nightly-1"), OrchestrationStatus.Failed, null);
        var first = Assert.Single(await Outbox.RunAsync(CancellationToken.None));
        Put(Backup("nightly-1"), OrchestrationStatus.Failed, null, Begin.AddMinutes(1));

        Assert.NotEqual(first.Id, Assert.Single(await Outbox.RunAsync(CancellationToken.None)).Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_often_the_process_is_killed_each_end_is_told_of_once(int seed)
    {
        var random = new Random(seed);
        foreach (var number in Enumerable.Range(0, 100))
        {
            Put(Backup($"nightly-{number}"), OrchestrationStatus.Failed, null);
        }

        // Each pass begins at the start: who dies for ever never comes to the end.
        var deaths = 0;
        client.OnStart = () =>
        {
            if (deaths < 40 && random.Next(20) == 0)
            {
                deaths++;
                throw new KilledException();
            }
        };
        for (var isWhole = false; !isWhole;)
        {
            try
            {
                await Outbox.RunAsync(CancellationToken.None);
                isWhole = true;
            }
            catch (KilledException)
            {
                // The next process begins from the start.
            }
        }

        var sent = client.Ids.Where(id => id.StartsWith("publish-", StringComparison.Ordinal)).ToArray();
        Assert.Equal((100, 40), (sent.Length, deaths));
    }

    [Fact]
    public async Task A_target_that_is_missed_is_told_of_once_even_if_the_tick_that_saw_it_first_did_not_come_to_it()
    {
        var result = new ScheduleResult("schedule/often") { Plan = "nightly", MissedSince = Begin, TargetMinutes = 60, LastGood = Begin.AddHours(-2) };

        var told = Assert.Single(await Outbox.TellMissedAsync(new TickReport(bench.Now, [result, new("schedule/fine")]), CancellationToken.None));

        Assert.Empty(await Outbox.TellMissedAsync(new TickReport(bench.Now, [result with { IsNewlyMissed = true }]), CancellationToken.None));
        Assert.Equal(
            ("publish-rpo-schedule-often-20261121013000000", EventTypes.RpoMissed, "schedule/often", Begin), (told.Id, told.Type, told.Subject, told.Time));
        Assert.Equal(
            """{"schedule":"schedule/often","plan":"nightly","missedSince":"2026-11-21T01:30:00+00:00","targetMinutes":60,"lastGood":"2026-11-20T23:30:00+00:00"}""",
            told.Data.GetRawText());
        Assert.Single(await Outbox.TellMissedAsync(new TickReport(bench.Now, [result with { MissedSince = bench.Now }]), CancellationToken.None));
        bench.Now = Begin.AddDays(40);
        Assert.Empty(await new EventOutbox(new FakeClient(bench), "m", bench).TellMissedAsync(new TickReport(bench.Now, [result]), CancellationToken.None));
    }

    [Fact]
    public async Task What_a_tick_finds_missed_can_be_told()
    {
        await bench.DeclareAsync("rpo: { targetMinutes: 60 }");
        bench.Runs.Failed.Add((await bench.TickAsync()).Schedules[0].Started!);
        bench.Now = bench.Now.AddMinutes(61);

        var first = await Outbox.TellMissedAsync(await bench.TickAsync(), CancellationToken.None);
        bench.Now = bench.Now.AddMinutes(1);
        var later = await Outbox.TellMissedAsync(await bench.TickAsync(), CancellationToken.None);

        Assert.Equal(60, Assert.Single(first).Data.GetProperty("targetMinutes").GetInt32());
        Assert.Empty(later);
    }

    private static (string Id, string Orchestrator, object Input) Backup(string name) => (
        $"backup-{name}-00000000",
        "Backup",
        new BackupSpec { Name = name, Plan = "nightly", Cluster = new ClusterReference(["/etc/secret"], null), Store = "/store", IncludeSecrets = false });

    private void Put((string Id, string Orchestrator, object Input) run, OrchestrationStatus status, object? result, DateTimeOffset? created = null) =>
        client.Put(new OrchestrationState(run.Id, run.Orchestrator, 1, status, created ?? Begin, Begin.AddMinutes(5))
        {
            Input = JsonSerializer.SerializeToElement(run.Input, DurableJson.Options),
            Output = result is null ? null : JsonSerializer.SerializeToElement(result, DurableJson.Options),
            Failure = status is OrchestrationStatus.Failed
                ? FailureDetails.From(new WorkflowsException(ErrorKind.Denied, "The cluster refuses."))
                : null,
        });

    private sealed class KilledException : Exception;
}
