using Workflows.Activities.Retention;
using Workflows.Activities.Tests.Schedules;
using Workflows.Archive.Committing;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Tests.Retention;

/// <summary>What goes and how, on real archives.</summary>
public sealed class RetentionActivityTests : IDisposable
{
    private const string StoreAddress = "/store";

    private static readonly RetentionInput Input = new("nightly", StoreAddress);

    private readonly TickBench bench = new(TestBackup.Started);
    private readonly ActivityServices services;

    public RetentionActivityTests() => services = new ActivityServices(bench) { Stores = new OpenStores(_ => bench.Store) };

    [Fact]
    public async Task What_no_rule_keeps_goes_the_oldest_first_and_the_last_good_one_never()
    {
        await DeclareAsync("keepLast: 1");
        var names = new[] { "a", "b", "c" };
        foreach (var (name, day) in names.Select((name, day) => (name, day)))
        {
            await MakeAsync(name, TestBackup.Started.AddDays(day));
        }

        await MakeAsync("other-plan", TestBackup.Started, plan: "weekly");
        await MakeAsync("by-hand", TestBackup.Started, plan: null);
        bench.Now = TestBackup.Started.AddYears(1);

        var round = await DecideAsync();

        Assert.Equal(["a", "b"], round.Goes.Select(backup => backup.Name));
        Assert.Equal(1, round.Kept);
        Assert.Equal(["b"], (await DecideAsync("a")).Goes.Select(backup => backup.Name));
    }

    [Fact]
    public async Task Stamps_count_not_what_the_plan_says_by_now()
    {
        await DeclareAsync("keepLast: 1");
        await MakeAsync("locked", TestBackup.Started, lockDays: 30);
        await MakeAsync("kept", TestBackup.Started, keepDays: 30);
        await MakeAsync("free", TestBackup.Started);
        await MakeAsync("last", TestBackup.Started.AddDays(1));
        bench.Now = TestBackup.Started.AddDays(20);

        Assert.Equal(["free"], (await DecideAsync()).Goes.Select(backup => backup.Name));
        bench.Now = TestBackup.Started.AddDays(31);
        Assert.Equal(["free", "kept", "locked"], (await DecideAsync()).Goes.Select(backup => backup.Name));
    }

    [Fact]
    public async Task What_is_restored_from_stays_also_if_that_began_after_the_decision()
    {
        await DeclareAsync("keepLast: 1");
        await MakeAsync("a", TestBackup.Started);
        await MakeAsync("b", TestBackup.Started.AddDays(1));
        bench.Now = TestBackup.Started.AddDays(2);
        var decided = Assert.Single((await DecideAsync()).Goes);
        await RestoreClaims.TakeAsync(bench.Store, "fix", new RestoreClaim("restore-fix@host", "a", Guid.NewGuid(), bench.Now));

        Assert.Equal("It is being read.", await DeleteAsync(decided));
        Assert.Empty((await DecideAsync()).Goes);
        Assert.NotNull(await new BackupCatalog(bench.Store).FindAsync("a"));
    }

    [Fact]
    public async Task A_deletion_takes_all_that_is_the_backups_and_may_be_repeated_wherever_it_was_cut_off()
    {
        await DeclareAsync("keepLast: 1");
        await MakeAsync("last", TestBackup.Started.AddDays(1));
        var before = bench.Store.Snapshot().Keys.ToHashSet(StringComparer.Ordinal);
        bench.Now = TestBackup.Started.AddDays(2);
        for (var step = 0; ; step++)
        {
            await MakeAsync("a", TestBackup.Started);
            var (left, isCutOff) = (step, false);
            bench.Store.Before = (operation, _) =>
            {
                if (operation is "write" or "delete" && left-- == 0)
                {
                    isCutOff = true;
                    throw new IOException("killed");
                }

                return Task.CompletedTask;
            };
            var expired = new ExpiredBackup("a", TestBackup.Uid);
            if (await Record.ExceptionAsync(() => DeleteAsync(expired)) is not null)
            {
                bench.Store.Before = null;
                Assert.Null(await DeleteAsync(expired));
            }

            Assert.Equal(before.Order(StringComparer.Ordinal), bench.Store.Snapshot().Keys.Order(StringComparer.Ordinal));
            if (!isCutOff)
            {
                Assert.True(step > 3, "The deletion was cut off nowhere.");
                return;
            }
        }
    }

    [Fact]
    public async Task Another_backup_of_the_same_name_stays_made_or_being_made()
    {
        await DeclareAsync("keepLast: 1");
        await MakeAsync("a", TestBackup.Started);
        await BackupReservation.AcquireAsync(bench.Store, "b", TestBackup.Owner());

        Assert.Contains("another backup", await DeleteAsync(new ExpiredBackup("a", Guid.NewGuid())), StringComparison.Ordinal);
        Assert.Contains("is being made", await DeleteAsync(new ExpiredBackup("b", TestBackup.Uid)), StringComparison.Ordinal);
        Assert.NotNull(await BackupReservation.FindAsync(bench.Store, "b"));
        Assert.Contains(ArchiveLayout.Manifest("a"), bench.Store.Snapshot().Keys);
    }

    public void Dispose() => services.Dispose();

    private Task DeclareAsync(string retention) => bench.DeclareAsync("", more: $"retention: {{ {retention} }}");

    private Task<RetentionRound> DecideAsync(params string[] except) => new DecideRetentionActivity(services).RunAsync(
        new ActivityContext("retention", "DecideRetention"), new DecideRetentionInput(Input, except), CancellationToken.None);

    private Task<string?> DeleteAsync(ExpiredBackup backup) => new DeleteExpiredActivity(services).RunAsync(
        new ActivityContext("retention", "DeleteExpired"), new DeleteExpiredInput(Input, backup.Name, backup.BackupUid), CancellationToken.None);

    private async Task MakeAsync(string name, DateTimeOffset started, string? plan = "nightly", int lockDays = 0, int keepDays = 0)
    {
        await BackupReservation.AcquireAsync(bench.Store, name, TestBackup.Owner());
        PartSegment[] segments = [await TestBackup.StageAsync(bench.Store, name, 0, [TestObject.ConfigMap("shop", "a")])];
        var draft = TestBackup.Draft(name) with
        {
            StartedAt = started,
            CompletedAt = started.AddMinutes(1),
            Plan = plan,
            Ttl = TimeSpan.FromDays(keepDays),
            DeleteLock = TimeSpan.FromDays(lockDays),
        };
        await ArchiveCommit.CommitAsync(bench.Store, key: null, draft, segments, ["done"]);
        await BackupReservation.ReleaseAsync(bench.Store, name, TestBackup.Uid);
    }
}
