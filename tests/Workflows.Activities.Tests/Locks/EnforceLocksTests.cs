using System.Runtime.Versioning;
using Workflows.Activities.Retention;
using Workflows.Archive.Catalog;
using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Plans;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Tests.Locks;

/// <summary>What retention makes up for, and what it deletes not, in a store that keeps locks itself.</summary>
[SupportedOSPlatform("linux")]
public sealed class EnforceLocksTests : IDisposable
{
    private static readonly RetentionInput Input = new("nightly", "/store");

    private readonly LockBench bench = new();
    private readonly ActivityServices services;

    public EnforceLocksTests() => services = new ActivityServices(bench) { Stores = new OpenStores(_ => bench.Store) };

    public void Dispose()
    {
        services.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task What_a_run_that_died_did_not_lock_is_locked_and_what_is_not_locked_or_of_other_plans_is_left_alone()
    {
        await DeclareAsync("deleteLockDays: 7");
        await bench.MakeAsync("locked", lockDays: 7, withClaim: false);
        await bench.MakeAsync("free", withClaim: false);
        await bench.MakeAsync("others", lockDays: 7, plan: "weekly", withClaim: false);

        var enforced = await EnforceAsync();

        Assert.Equal((true, 0), (enforced.IsDone, enforced.Failed.Count));
        Assert.Equal(
            (await bench.NeededAsync("locked", null)).Order(StringComparer.Ordinal), bench.Store.All.Keys.Order(StringComparer.Ordinal));
        var changes = bench.Store.Changes;
        await EnforceAsync();
        Assert.Equal(changes, bench.Store.Changes);
    }

    [Fact]
    public async Task What_the_store_refuses_is_named_with_the_reason_and_keeps_no_other_from_being_locked()
    {
        await DeclareAsync("deleteLockDays: 7");
        await bench.MakeAsync("a", lockDays: 7, withClaim: false);
        await bench.MakeAsync("b", lockDays: 7, withClaim: false);
        bench.Store.BeforeLock = path =>
        {
            if (path.Contains("/a", StringComparison.Ordinal))
            {
                throw new StoreAccessDeniedException(bench.Store.Location, path, advice: "It takes a right of its own.");
            }
        };

        var failure = Assert.Single((await EnforceAsync()).Failed);

        Assert.Equal("a", failure.Name);
        Assert.Contains("a right of its own", failure.Reason, StringComparison.Ordinal);
        Assert.Contains(ArchiveLayout.Manifest("b"), bench.Store.All.Keys);
        Assert.Empty((await EnforceAsync("a")).Failed);
    }

    [Fact]
    public async Task A_hold_that_was_cut_off_is_finished_and_so_is_its_release()
    {
        await DeclareAsync("keepLast: 1");
        var record = await bench.MakeAsync("a");
        var holds = new BackupHolds(bench.Store);
        var hold = new BackupHold("host", bench.Now);
        await holds.PlaceAsync("a", hold);

        await EnforceAsync();
        Assert.Equal((await bench.NeededAsync("a", record)).Count, bench.Store.All.Values.Count(found => found.IsHeld));

        await holds.BeginReleaseAsync("a", hold);
        await EnforceAsync();
        Assert.DoesNotContain(bench.Store.All.Values, found => found.IsHeld);
        Assert.Null(await holds.FindAsync("a"));
    }

    [Fact]
    public async Task What_is_held_goes_by_no_rule_and_what_the_store_keeps_is_left_whole()
    {
        await DeclareAsync("keepLast: 1");
        await bench.MakeAsync("held", withClaim: false);
        var kept = await bench.MakeAsync("kept");
        await bench.MakeAsync("last", started: TestBackup.Started.AddDays(1), withClaim: false);
        var holds = new BackupHolds(bench.Store);
        bench.Now = TestBackup.Started.AddDays(2);
        var decided = (await DecideAsync()).Goes;
        Assert.Equal(["held", "kept"], decided.Select(backup => backup.Name));
        await holds.PlaceAsync("held", new BackupHold("host", bench.Now));
        var until = bench.Now.AddDays(30);
        await bench.Store.LockAsync(
            (await bench.Store.FindLockAsync(ArchiveLayout.Manifest("kept")))!, until, default);
        var before = bench.Store.Inner.Snapshot().Keys.ToArray();

        Assert.Equal(["kept"], (await DecideAsync()).Goes.Select(backup => backup.Name));
        Assert.Equal("It is under a legal hold.", await DeleteAsync(decided[0]));
        Assert.Contains($"is locked by its store until {until.UtcDateTime:yyyy-MM-dd HH:mm}", await DeleteAsync(decided[1]), StringComparison.Ordinal);
        Assert.Equal(before, bench.Store.Inner.Snapshot().Keys);

        bench.Now = until.AddSeconds(1);
        Assert.Null(await DeleteAsync(decided[1]));
        Assert.DoesNotContain($"catalog/volumes/{kept.Name}.json", bench.Store.Inner.Snapshot().Keys);
    }

    private async Task DeclareAsync(string retention)
    {
        var catalog = new ResourceCatalog(bench.Store, bench);
        var changes = new CatalogChanges(catalog, new PlanBackups(bench.Store));
        var declared = PlanReader.ReadDeclared(
        [
            new PlanText("plans.yaml", $$"""
            apiVersion: workflows/v1
            kind: Cluster
            metadata: { name: blue }
            spec: { kubeconfig: [/etc/blue] }
            ---
            apiVersion: workflows/v1
            kind: BackupPlan
            metadata: { name: nightly }
            spec:
              cluster: blue
              includeSecrets: true
              retention: { {{retention}} }
            """),
        ]);
        await changes.ApplyAsync(await changes.PlanAsync(declared));
    }

    private Task<EnforcedLocks> EnforceAsync(params string[] except) => new EnforceLocksActivity(services).RunAsync(
        new ActivityContext("retention", "EnforceLocks"), new EnforceLocksInput(Input, except), CancellationToken.None);

    private Task<RetentionRound> DecideAsync() => new DecideRetentionActivity(services).RunAsync(
        new ActivityContext("retention", "DecideRetention"), new DecideRetentionInput(Input, []), CancellationToken.None);

    private Task<string?> DeleteAsync(ExpiredBackup backup) => new DeleteExpiredActivity(services).RunAsync(
        new ActivityContext("retention", "DeleteExpired"), new DeleteExpiredInput(Input, backup.Name, backup.BackupUid), CancellationToken.None);
}
