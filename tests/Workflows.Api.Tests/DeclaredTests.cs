using System.Text.Json.Nodes;
using Workflows.Api.Tests.Harness;

namespace Workflows.Api.Tests;

/// <summary><c>/v1/declared</c>.</summary>
public sealed class DeclaredTests : IAsyncLifetime
{
    private const string Plan = "/v1/declared/backupplans/nightly";

    private ApiHarness api = null!;

    public async Task InitializeAsync()
    {
        api = await ApiHarness.StartAsync();
        await DeclaredStore.ApplyAsync(api, DeclaredStore.Plans);
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task What_is_declared_is_listed_and_described_under_any_word_for_its_kind()
    {
        var list = await api.GetAsync("/v1/declared/backupplans");
        var one = await api.GetAsync("/v1/declared/bp/nightly");

        Assert.Equal("nightly", Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal(("BackupPlan", 1), (one.Json.GetProperty("kind").GetString(), one.Json.GetProperty("generation").GetInt32()));
        Assert.Equal("restoreplan/to-green", one.Json.GetProperty("usedBy")[0].GetString());
        Assert.Equal("blue", one.Json.GetProperty("resource").GetProperty("spec").GetProperty("cluster").GetString());
        Assert.NotEqual("", one.Headers["ETag"]);
        Assert.Equal(404, (await api.GetAsync("/v1/declared/pods")).Status);
        Assert.Equal(404, (await api.GetAsync("/v1/declared/clusters/green")).Status);
    }

    [Theory]
    [InlineData("clusters", "Cluster", """{"inCluster":true}""")]
    [InlineData("backupplans", "BackupPlan", """{"cluster":"blue","includeSecrets":false}""")]
    [InlineData("restoreplans", "RestorePlan", """{"backupPlan":"nightly","cluster":"blue"}""")]
    [InlineData("schedules", "Schedule", """{"backupPlan":"nightly","cron":"@hourly"}""")]
    [InlineData("eventrules", "EventRule", """{"match":{"types":["t"]},"triggerSchedule":{"schedule":"backupplan/nightly"}}""")]
    public async Task Each_kind_is_declared_changed_and_deleted_in_one_way(string kind, string name, string spec)
    {
        var body = Resource(name, "new", JsonNode.Parse(spec)!);

        var created = await api.PutAsync($"/v1/declared/{kind}/new", body);
        var same = await api.PutAsync($"/v1/declared/{kind}/new", body);
        body["metadata"]!["labels"] = new JsonObject { ["team"] = "shop" };
        var changed = await api.PutAsync($"/v1/declared/{kind}/new", body);
        var read = await api.GetAsync($"/v1/declared/{kind}/new");
        var deleted = await api.DeleteAsync($"/v1/declared/{kind}/new");

        Assert.Equal(["Created", "Unchanged", "Configured"], new[] { created, same, changed }.Select(each => each.Json.GetProperty("action").GetString()));
        Assert.Equal(created.Headers["ETag"], same.Headers["ETag"]);
        Assert.NotEqual(created.Headers["ETag"], changed.Headers["ETag"]);
        Assert.Equal(changed.Headers["ETag"], read.Headers["ETag"]);
        Assert.True(JsonNode.DeepEquals(body, JsonNode.Parse(read.Json.GetProperty("resource").GetRawText())));
        Assert.Equal((200, "new"), (deleted.Status, deleted.Json.GetProperty("name").GetString()));
        Assert.Equal(404, (await api.DeleteAsync($"/v1/declared/{kind}/new")).Status);
    }

    [Fact]
    public async Task A_change_may_be_bound_to_what_was_read()
    {
        var body = Resource("BackupPlan", "nightly", new JsonObject { ["cluster"] = "blue", ["includeSecrets"] = true });
        var tag = (await api.GetAsync(Plan)).Headers["ETag"];

        var exists = await api.PutAsync(Plan, body, "If-None-Match");
        var absent = await api.PutAsync("/v1/declared/backupplans/other", Resource("BackupPlan", "other", body["spec"]!.DeepClone()), "If-Match");
        var bound = await api.PutAsync(Plan, body, "If-Match", tag);
        var late = await api.PutAsync(Plan, body, "If-Match", tag);
        var wrong = await api.PutAsync(Plan, body, "If-None-Match", tag);

        Assert.Equal((412, 412, 200, 412, 400), (exists.Status, absent.Status, bound.Status, late.Status, wrong.Status));
        Assert.Equal("Conflict", late.Json.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_its_fields_and_nothing_is_written()
    {
        var before = (await api.GetAsync(Plan)).Text;
        var dangling = await api.PutAsync(Plan, Resource("BackupPlan", "nightly", new JsonObject { ["cluster"] = "green", ["includeSecrets"] = true }));
        var malformed = await api.PutAsync(Plan, Resource("BackupPlan", "nightly", new JsonObject { ["clutser"] = "blue" }));
        var otherName = await api.PutAsync(Plan, Resource("BackupPlan", "weekly", new JsonObject { ["cluster"] = "blue", ["includeSecrets"] = true }));
        var otherKind = await api.PutAsync(Plan, Resource("Cluster", "nightly", new JsonObject { ["inCluster"] = true }));

        Assert.Equal(["spec.cluster"], dangling.Fields);
        Assert.Contains("spec.clutser", malformed.Fields);
        Assert.Equal(["metadata.name"], otherName.Fields);
        Assert.Equal(["kind"], otherKind.Fields);
        Assert.All(new[] { dangling, malformed, otherName, otherKind }, answer => Assert.Equal(400, answer.Status));
        Assert.Equal(before, (await api.GetAsync(Plan)).Text);
    }

    [Fact]
    public async Task What_others_refer_to_stays()
    {
        var refused = await api.DeleteAsync("/v1/declared/clusters/blue");

        Assert.Equal(409, refused.Status);
        Assert.Contains("backupplan/nightly", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_is_paused_and_goes_on()
    {
        var paused = await api.PostAsync("/v1/schedules/nightly/pause");
        var again = await api.PostAsync("/v1/schedules/nightly/pause?kind=backupplan");
        var spec = (await api.GetAsync(Plan)).Json.GetProperty("resource").GetProperty("spec").GetProperty("schedule");
        var unpaused = await api.PostAsync("/v1/schedules/nightly/unpause");

        Assert.Equal(
            ["Configured", "Unchanged", "Configured"], new[] { paused, again, unpaused }.Select(each => each.Json.GetProperty("action").GetString()));
        Assert.True(spec.GetProperty("paused").GetBoolean());
        Assert.Equal(404, (await api.PostAsync("/v1/schedules/nothing/pause")).Status);
        Assert.Equal(400, (await api.PostAsync("/v1/schedules/nightly/pause?kind=cluster")).Status);
    }

    [Fact]
    public async Task Schedules_are_listed_with_their_plans_own_and_when_they_are_due()
    {
        await api.PutAsync(
            "/v1/declared/schedules/often",
            Resource("Schedule", "often", new JsonObject { ["backupPlan"] = "nightly", ["cron"] = "@hourly", ["paused"] = true }));

        var all = (await api.GetAsync("/v1/schedules")).Json.GetProperty("schedules").EnumerateArray().ToArray();
        var ofPlan = await api.GetAsync("/v1/schedules?plan=nightly");

        Assert.Equal(
            [("BackupPlan", "nightly", false), ("Schedule", "often", true)],
            all.Select(each => (each.GetProperty("kind").GetString(), each.GetProperty("name").GetString(), each.GetProperty("paused").GetBoolean())));
        Assert.True(all[0].GetProperty("nextDue").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.False(all[1].TryGetProperty("nextDue", out _));
        Assert.Equal(2, ofPlan.Json.GetProperty("schedules").GetArrayLength());
        Assert.Equal(404, (await api.GetAsync("/v1/schedules?plan=weekly")).Status);
    }

    [Fact]
    public async Task A_schedule_is_triggered_by_a_name_once()
    {
        await api.PutAsync(
            "/v1/declared/schedules/nightly", Resource("Schedule", "nightly", new JsonObject { ["backupPlan"] = "nightly", ["cron"] = "@hourly" }));

        var ambiguous = await api.PostAsync("/v1/schedules/nightly/trigger");
        var first = await api.PostAsync("/v1/schedules/nightly/trigger?kind=schedule", new { name = "now" });
        var again = await api.PostAsync("/v1/schedules/nightly/trigger?kind=schedule", new { name = "now" });
        var unnamed = await api.PostAsync("/v1/schedules/nightly/trigger?kind=backupplan");

        Assert.Equal(["kind"], ambiguous.Fields);
        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        Assert.StartsWith("nightly-20", unnamed.Json.GetProperty("name").GetString(), StringComparison.Ordinal);
        await api.EndOfAsync(first);
        await api.EndOfAsync(unnamed);
        Assert.Equal("nightly", api.Activities.LastSpec!.Plan);
    }

    [Fact]
    public async Task A_backup_is_made_by_a_plan_that_says_all_the_rest()
    {
        var made = await api.PostAsync("/v1/backups", new { name = "monday", plan = "nightly" });
        var again = await api.PostAsync("/v1/backups", new { name = "monday", plan = "nightly" });
        var both = await api.PostAsync("/v1/backups", new { name = "tuesday", plan = "nightly", includeSecrets = true, ttl = "1d" });
        var unknown = await api.PostAsync("/v1/backups", new { name = "tuesday", plan = "weekly" });

        Assert.Equal(made.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        Assert.Equal(["includeSecrets", "ttl"], both.Fields);
        Assert.Equal(404, unknown.Status);
        await api.EndOfAsync(made);
        Assert.Equal("nightly", api.Activities.LastSpec!.Plan);
        Assert.Equal(200, (await api.GetAsync("/v1/backups/monday")).Status);
    }

    [Fact]
    public async Task A_restore_by_a_plan_is_of_the_last_good_backup_and_repeated_of_the_same()
    {
        var none = await api.PostAsync("/v1/restores", new { name = "back", plan = "to-green" });
        await api.EndOfAsync(await api.PostAsync("/v1/backups", new { name = "monday", plan = "nightly" }));
        var first = await api.PostAsync("/v1/restores", new { name = "back", plan = "to-green" });
        await api.EndOfAsync(await api.PostAsync("/v1/backups", new { name = "tuesday", plan = "nightly" }));
        var again = await api.PostAsync("/v1/restores", new { name = "back", plan = "to-green" });
        var named = await api.PostAsync("/v1/restores", new { name = "other", plan = "to-green", backup = "tuesday" });
        var both = await api.PostAsync("/v1/restores", new { name = "both", plan = "to-green", conflict = "update" });
        var neither = await api.PostAsync("/v1/restores", new { name = "neither" });

        Assert.Equal((404, 202, 202, 202), (none.Status, first.Status, again.Status, named.Status));
        Assert.Equal(["conflict"], both.Fields);
        Assert.Equal(["backup"], neither.Fields);
        Assert.Equal("monday", await BackupOfAsync(again));
        Assert.Equal("tuesday", await BackupOfAsync(named));
    }

    private static JsonObject Resource(string kind, string name, JsonNode spec) => new()
    {
        ["apiVersion"] = "workflows/v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec,
    };

    private async Task<string?> BackupOfAsync(Answer accepted)
    {
        var state = await api.Instances.GetAsync(accepted.Json.GetProperty("id").GetString()!);
        return state!.Input!.Value.GetProperty("backup").GetString();
    }
}
