using Workflows.Api.Tests.Harness;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Api.Tests;

/// <summary>Restores as far as the API goes: there is no cluster here to restore to, so that their runs fail.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private ApiHarness api = null!;

    public async Task InitializeAsync()
    {
        api = await ApiHarness.StartAsync();
        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task What_is_asked_for_reaches_the_run()
    {
        var accepted = await api.PostAsync("/v1/restores", new
        {
            name = "fix",
            backup = "nightly",
            context = "green",
            conflict = "update",
            volumeDataPolicy = "noData",
            namespaceMappings = new { shop = "shop-copy" },
            storageClassMappings = new { gp2 = "managed-csi" },
        });

        var spec = DurableJson.Read<RestoreSpec>((await api.EndOfAsync(accepted)).Input!.Value);
        Assert.Equal("/v1/restores/fix", accepted.Json.GetProperty("resource").GetString());
        Assert.Equal(("fix", "nightly", "green"), (spec.Name, spec.Backup, spec.Cluster.Context));
        Assert.Equal((ConflictMode.Update, VolumeDataPolicy.NoData), (spec.Conflict, spec.VolumeData));
        Assert.Equal("shop-copy", spec.NamespaceMappings["shop"]);
        Assert.Equal("managed-csi", spec.Claims.StorageClasses["gp2"]);
    }

    [Fact]
    public async Task The_same_words_again_begin_nothing_new_and_other_words_are_a_conflict()
    {
        var first = await api.PostAsync("/v1/restores", new { name = "fix", backup = "nightly" });
        var again = await api.PostAsync("/v1/restores", new { name = "fix", backup = "nightly", conflict = "skip" });
        var other = await api.PostAsync("/v1/restores", new { name = "fix", backup = "nightly", conflict = "update" });

        Assert.Equal((202, 202, 409), (first.Status, again.Status, other.Status));
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
    }

    [Fact]
    public async Task A_run_that_failed_is_listed_until_it_is_deleted()
    {
        await api.EndOfAsync(await api.PostAsync("/v1/restores", new { name = "fix", backup = "nightly" }));

        var listed = await api.GetAsync("/v1/restores");
        var found = await api.GetAsync("/v1/restores/fix");
        var deleted = await api.DeleteAsync("/v1/restores/fix");
        var gone = await api.GetAsync("/v1/restores/fix");

        Assert.Equal("Failed", listed.Json.GetProperty("restores")[0].GetProperty("phase").GetString());
        Assert.Equal("Failed", found.Json.GetProperty("phase").GetString());
        Assert.Equal((200, 404), (deleted.Status, gone.Status));
    }

    [Fact]
    public async Task A_restore_of_what_is_not_there_is_not_begun()
    {
        var answer = await api.PostAsync("/v1/restores", new { name = "fix", backup = "weekly" });

        Assert.Equal(404, answer.Status);
        Assert.Equal(404, (await api.GetAsync("/v1/restores/fix/description")).Status);
    }

    [Fact]
    public async Task Names_and_mappings_are_checked_as_the_command_line_checks_them()
    {
        var answer = await api.PostAsync("/v1/restores", new
        {
            backup = "Nightly!",
            conflict = "replace",
            namespaceMappings = new { a = "same", b = "same", shop = "No Label" },
        });

        Assert.Equal(400, answer.Status);
        Assert.Equal(
            ["backup", "conflict", "name", "namespaceMappings", "namespaceMappings"], answer.Fields.Order(StringComparer.Ordinal));
    }
}
