using Workflows.Archive.Catalog;
using Workflows.Archive.Catalog.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Plans;

namespace Workflows.Archive.Tests.Catalog;

public sealed class CatalogChangesTests
{
    private readonly MemoryStore store = new();
    private readonly ResourceCatalog catalog;
    private readonly CatalogChanges changes;

    public CatalogChangesTests()
    {
        catalog = new ResourceCatalog(store, new ManualClock());
        changes = new CatalogChanges(catalog, new PlanBackups(store));
    }

    [Fact]
    public async Task Resources_that_need_each_other_are_applied_together_the_needed_first()
    {
        await ApplyAsync(Declarations.Schedule("often", "nightly"), Declarations.Plan("nightly"), Declarations.Cluster("blue"));

        Assert.Equal(
            ["catalog/backupplans/nightly.json", "catalog/clusters/blue.json", "catalog/schedules/often.json"],
            store.Snapshot().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Applying_says_what_it_does_and_the_second_time_nothing()
    {
        string[] documents = [Declarations.Cluster("blue"), Declarations.Plan("nightly")];

        var first = await ApplyAsync(documents);
        var before = store.Snapshot();
        var second = await ApplyAsync(documents);
        var third = await ApplyAsync(Declarations.Plan("nightly", more: "permissive: true"));

        Assert.Equal([ResourceAction.Created, ResourceAction.Created], first);
        Assert.Equal([ResourceAction.Unchanged, ResourceAction.Unchanged], second);
        Assert.Equal([ResourceAction.Configured], third);
        Assert.Equal(before["catalog/clusters/blue.json"], store.Snapshot()["catalog/clusters/blue.json"]);
        Assert.Equal(2, (await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly")).Generation);
    }

    [Fact]
    public async Task What_refers_to_nothing_is_refused_with_its_line_and_nothing_is_written()
    {
        var declared = Declarations.Read(
            Declarations.Cluster("green"), Declarations.Plan("nightly"), Declarations.Schedule("often", "weekly"));

        var wrong = await Assert.ThrowsAsync<PlanException>(() => changes.PlanAsync(declared));

        Assert.Equal(["spec.cluster", "spec.backupPlan"], wrong.Problems.Select(problem => problem.Field));
        Assert.Equal([10, 17], wrong.Problems.Select(problem => problem.Line));
        Assert.Contains("There is no Cluster \"blue\"", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(store.Snapshot());
    }

    [Fact]
    public async Task A_reference_that_can_be_no_name_is_refused_likewise()
    {
        var wrong = await Assert.ThrowsAsync<PlanException>(
            () => changes.PlanAsync(Declarations.Read(Declarations.Plan("nightly", "\"../x\""))));

        Assert.Equal("spec.cluster", Assert.Single(wrong.Problems).Field);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/backups?sv=2024&sig=c2VjcmV0")]
    [InlineData("backups")]
    [InlineData("ftp://host/backups")]
    public async Task A_store_that_holds_a_credential_or_can_not_be_one_is_refused_and_not_repeated(string address)
    {
        var declared = Declarations.Read(Declarations.Cluster("blue"), Declarations.Plan("nightly", more: $"store: \"{address}\""));

        var wrong = await Assert.ThrowsAsync<PlanException>(() => changes.PlanAsync(declared));

        Assert.Equal("spec.store", Assert.Single(wrong.Problems).Field);
        Assert.DoesNotContain("c2VjcmV0", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_retention_can_not_be_changed_nor_left_out()
    {
        await ApplyAsync(Declarations.Cluster("blue"), Declarations.Plan("nightly", more: "retention: { keepDaily: 7, locked: true }"));

        foreach (var more in (string[])["", "retention: { keepDaily: 7 }", "retention: { keepDaily: 8, locked: true }"])
        {
            var wrong = await Assert.ThrowsAsync<PlanException>(
                () => changes.PlanAsync(Declarations.Read(Declarations.Plan("nightly", more: more))));
            Assert.Contains("locked", Assert.Single(wrong.Problems).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_others_refer_to_is_not_deleted_and_they_are_named()
    {
        await ApplyAsync(
            Declarations.Cluster("blue"), Declarations.Plan("nightly"), Declarations.Plan("weekly"), Declarations.Schedule("often", "nightly"));

        var cluster = await Assert.ThrowsAsync<ResourceInUseException>(() => changes.DeleteAsync(ResourceKind.Cluster, "blue"));
        var plan = await Assert.ThrowsAsync<ResourceInUseException>(() => changes.DeleteAsync(ResourceKind.BackupPlan, "nightly"));

        Assert.Contains("backupplan/nightly, backupplan/weekly refer to it", cluster.Message, StringComparison.Ordinal);
        Assert.Contains("schedule/often refers to it", plan.Message, StringComparison.Ordinal);
        Assert.True(await changes.DeleteAsync(ResourceKind.Schedule, "often"));
        Assert.True(await changes.DeleteAsync(ResourceKind.BackupPlan, "nightly"));
        Assert.False(await changes.DeleteAsync(ResourceKind.BackupPlan, "nightly"));
    }

    [Fact]
    public async Task While_a_file_that_may_refer_to_it_can_not_be_read_nothing_is_deleted()
    {
        await ApplyAsync(Declarations.Cluster("blue"), Declarations.Plan("nightly"));
        store.Overwrite("catalog/backupplans/nightly.json", "{}"u8.ToArray());

        var unread = await Assert.ThrowsAsync<ResourceUnreadableException>(() => changes.DeleteAsync(ResourceKind.Cluster, "blue"));

        Assert.Contains("catalog/backupplans/nightly.json", unread.Message, StringComparison.Ordinal);
        Assert.True(await changes.DeleteAsync(ResourceKind.BackupPlan, "nightly"));
        Assert.True(await changes.DeleteAsync(ResourceKind.Cluster, "blue"));
    }

    [Fact]
    public async Task A_plan_whose_retention_is_locked_goes_only_after_its_backups()
    {
        var backups = new FixedBackups { Count = 3 };
        var guarded = new CatalogChanges(catalog, backups);
        await ApplyAsync(Declarations.Cluster("blue"), Declarations.Plan("nightly", more: "retention: { keepDaily: 7, locked: true }"));

        var refused = await Assert.ThrowsAsync<ResourceInUseException>(() => guarded.DeleteAsync(ResourceKind.BackupPlan, "nightly"));

        Assert.Contains("3 backups", refused.Message, StringComparison.Ordinal);
        backups.Count = 0;
        Assert.True(await guarded.DeleteAsync(ResourceKind.BackupPlan, "nightly"));
    }

    [Fact]
    public async Task What_was_changed_between_look_and_write_is_a_conflict_and_not_lost()
    {
        await ApplyAsync(Declarations.Cluster("blue"), Declarations.Plan("nightly"));
        var planned = await changes.PlanAsync(Declarations.Read(Declarations.Plan("nightly", more: "permissive: true")));
        await ApplyAsync(Declarations.Plan("nightly", more: "includeVolumeData: true"));

        await Assert.ThrowsAsync<ResourceConflictException>(() => changes.ApplyAsync(planned));

        Assert.True(((BackupPlanResource)(await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly")).Resource).IncludeVolumeData);
    }

    private async Task<IEnumerable<ResourceAction>> ApplyAsync(params string[] documents)
    {
        var planned = await changes.PlanAsync(Declarations.Read(documents));
        await changes.ApplyAsync(planned);
        return planned.Select(change => change.Action);
    }

    private sealed class FixedBackups : IPlanBackups
    {
        public int Count { get; set; }

        public Task<int> CountAsync(string plan, CancellationToken cancellationToken = default) => Task.FromResult(Count);
    }
}
