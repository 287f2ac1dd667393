using System.Text;
using System.Text.Json.Nodes;
using Workflows.Archive.Catalog;
using Workflows.Archive.Catalog.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Tests.Catalog;

public sealed class ResourceCatalogTests
{
    private const string NightlyPath = "catalog/backupplans/nightly.json";

    private readonly MemoryStore store = new();
    private readonly ManualClock clock = new();
    private readonly ResourceCatalog catalog;

    public ResourceCatalogTests() => catalog = new ResourceCatalog(store, clock);

    [Fact]
    public async Task A_resource_is_read_back_as_it_was_declared()
    {
        var declared = Declarations.Read(Declarations.Plan("nightly", more: "schedule: { cron: \"@daily\" }"))[0];

        var written = await catalog.CreateAsync(declared);
        var read = await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly");

        Assert.True(JsonNode.DeepEquals(declared.ToJson(), read.Document()));
        Assert.Equal((written.Uid, 1, clock.GetUtcNow()), (read.Uid, read.Generation, read.CreatedAt));
        Assert.Equal("@daily", ((BackupPlanResource)read.Resource).Schedule!.Cron!.Expression);
        Assert.Contains(NightlyPath, store.Snapshot().Keys);
    }

    [Fact]
    public async Task Replacing_keeps_identity_and_counts_generations()
    {
        var first = await catalog.CreateAsync(Declarations.Read(Declarations.Plan("nightly"))[0]);
        clock.Advance(TimeSpan.FromHours(1));

        var second = await catalog.ReplaceAsync(first, Declarations.Read(Declarations.Plan("nightly", "green"))[0]);
        var read = await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly");

        Assert.Equal((first.Uid, 2, first.CreatedAt), (read.Uid, read.Generation, read.CreatedAt));
        Assert.Equal(first.CreatedAt.AddHours(1), read.UpdatedAt);
        Assert.Equal("green", ((BackupPlanResource)read.Resource).Cluster);
        Assert.Equal(2, second.Generation);
    }

    [Fact]
    public async Task Of_two_writers_who_saw_the_same_one_is_told_and_nothing_is_lost()
    {
        var seen = await catalog.CreateAsync(Declarations.Read(Declarations.Plan("nightly"))[0]);
        await catalog.ReplaceAsync(seen, Declarations.Read(Declarations.Plan("nightly", "green"))[0]);

        var conflict = await Assert.ThrowsAsync<ResourceConflictException>(
            () => catalog.ReplaceAsync(seen, Declarations.Read(Declarations.Plan("nightly", "red"))[0]));

        Assert.Equal(ErrorKind.Conflict, conflict.Kind);
        Assert.Contains("\"nightly\"", conflict.Message, StringComparison.Ordinal);
        Assert.Equal("green", ((BackupPlanResource)(await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly")).Resource).Cluster);
    }

    [Fact]
    public async Task What_is_there_is_not_created_again_and_what_was_deleted_is_not_replaced()
    {
        var declared = Declarations.Read(Declarations.Plan("nightly"))[0];
        var seen = await catalog.CreateAsync(declared);

        await Assert.ThrowsAsync<ResourceConflictException>(() => catalog.CreateAsync(declared));
        Assert.True(await catalog.RemoveAsync(ResourceKind.BackupPlan, "nightly"));
        Assert.False(await catalog.RemoveAsync(ResourceKind.BackupPlan, "nightly"));
        await Assert.ThrowsAsync<ResourceConflictException>(() => catalog.ReplaceAsync(seen, declared));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../../secrets")]
    [InlineData("A")]
    public async Task What_is_not_there_is_not_found(string name)
    {
        Assert.Null(await catalog.FindAsync(ResourceKind.BackupPlan, name));
        var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(() => catalog.RequireAsync(ResourceKind.BackupPlan, name));
        Assert.Equal(ErrorKind.NotFound, missing.Kind);
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_named_and_the_others_are_still_listed()
    {
        await catalog.CreateAsync(Declarations.Read(Declarations.Plan("nightly"))[0]);
        await catalog.CreateAsync(Declarations.Read(Declarations.Plan("weekly"))[0]);
        var bytes = store.Snapshot()[NightlyPath];
        bytes[bytes.Length / 2] ^= 1;
        store.Overwrite(NightlyPath, bytes);

        var listed = await catalog.ListAsync(ResourceKind.BackupPlan).ToListAsync();
        var damaged = await Assert.ThrowsAsync<ResourceUnreadableException>(() => catalog.FindAsync(ResourceKind.BackupPlan, "nightly"));

        Assert.Equal(["nightly", "weekly"], listed.Select(entry => entry.Name));
        Assert.IsType<ResourceUnreadableException>(listed[0].Problem);
        Assert.NotNull(listed[1].Resource);
        Assert.Equal(NightlyPath, damaged.Path);
        Assert.Contains(NightlyPath, damaged.Message, StringComparison.Ordinal);
        Assert.True(await catalog.RemoveAsync(ResourceKind.BackupPlan, "nightly"));
    }

    [Theory]
    [InlineData("\"catalogVersion\": 1", "\"catalogVersion\": 2", "newer version")]
    [InlineData("\"name\": \"nightly\"", "\"name\": \"weekly\"", "belongs elsewhere")]
    [InlineData("\"kind\": \"BackupPlan\"", "\"kind\": \"Cluster\"", "is not valid")]
    [InlineData("\"includeSecrets\": true", "\"includeSecrets\": 1", "spec.includeSecrets")]
    [InlineData("\"generation\": 1", "\"generation\": 0", "its generation")]
    [InlineData("\"generation\": 1", "\"generation\": \"one\"", "$.generation")]
    [InlineData("\"resource\": {", "\"resource\": 1, \"other\": {", "its resource is none")]
    [InlineData("\"catalogVersion\": 1", "\"generation\": 1", "no valid value")]
    public async Task A_file_that_somebody_made_up_is_refused_by_name(string from, string to, string why)
    {
        await catalog.CreateAsync(Declarations.Read(Declarations.Plan("nightly"))[0]);
        Forge(from, to);

        var error = await Assert.ThrowsAnyAsync<WorkflowsException>(() => catalog.FindAsync(ResourceKind.BackupPlan, "nightly"));

        Assert.Contains(NightlyPath, error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_replaced_while_it_is_read_is_not_overwritten_unseen()
    {
        await catalog.CreateAsync(Declarations.Read(Declarations.Plan("nightly"))[0]);
        var other = new ResourceCatalog(store, clock);
        var isFirst = true;
        store.Before = async (operation, path) =>
        {
            if (operation == "read" && isFirst)
            {
                isFirst = false;
                var seenByOther = await other.RequireAsync(ResourceKind.BackupPlan, "nightly");
                await other.ReplaceAsync(seenByOther, Declarations.Read(Declarations.Plan("nightly", "green"))[0]);
            }
        };
        var seen = await catalog.RequireAsync(ResourceKind.BackupPlan, "nightly");

        await Assert.ThrowsAsync<ResourceConflictException>(
            () => catalog.ReplaceAsync(seen, Declarations.Read(Declarations.Plan("nightly", "red"))[0]));
    }

    private void Forge(string from, string to)
    {
        var text = Encoding.UTF8.GetString(DigestedJson.Open(store.Snapshot()[NightlyPath]));
        Assert.Contains(from, text, StringComparison.Ordinal);
        store.Overwrite(NightlyPath, DigestedJson.CloseOpen(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
    }
}
