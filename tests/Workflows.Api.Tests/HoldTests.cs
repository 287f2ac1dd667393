using Workflows.Api.Tests.Harness;

namespace Workflows.Api.Tests;

public sealed class HoldTests : IAsyncLifetime
{
    private ApiHarness api = null!;

    public async Task InitializeAsync()
    {
        api = await ApiHarness.StartAsync();
        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_held_backup_is_not_deleted_until_it_is_released()
    {
        var held = await api.PostAsync("/v1/backups/nightly/hold", new { reason = "case 4711" });
        var refused = await api.DeleteAsync("/v1/backups/nightly");
        var released = await api.PostAsync("/v1/backups/nightly/release");
        var deleted = await api.DeleteAsync("/v1/backups/nightly");

        Assert.True(held.Json.GetProperty("held").GetBoolean());
        Assert.Equal(("case 4711", "test-machine"), (held.Json.GetProperty("reason").GetString(), held.Json.GetProperty("by").GetString()));
        Assert.Equal(409, refused.Status);
        Assert.False(released.Json.GetProperty("held").GetBoolean());
        Assert.Equal(200, deleted.Status);
    }

    [Fact]
    public async Task The_same_hold_again_changes_nothing_and_keeps_its_reason()
    {
        var first = await api.PostAsync("/v1/backups/nightly/hold", new { reason = "case 4711" });
        var again = await api.PostAsync("/v1/backups/nightly/hold");

        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task What_is_not_there_is_not_held_and_what_is_not_held_is_not_released()
    {
        Assert.Equal(404, (await api.PostAsync("/v1/backups/weekly/hold")).Status);
        Assert.Equal(404, (await api.PostAsync("/v1/backups/nightly/release")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public async Task A_reason_is_one_line(string reason) =>
        Assert.Equal(["reason"], (await api.PostAsync("/v1/backups/nightly/hold", new { reason })).Fields);
}
