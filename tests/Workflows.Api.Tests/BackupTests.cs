using Workflows.Api.Tests.Harness;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Durable;

namespace Workflows.Api.Tests;

public sealed class BackupTests : IAsyncLifetime
{
    private static readonly string[] Shops = ["shop-*"];

    private ApiHarness api = null!;

    public async Task InitializeAsync() => api = await ApiHarness.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_backup_is_accepted_and_told_of_from_its_beginning_to_its_end()
    {
        var end = new TaskCompletionSource();
        var reached = api.HoldCapturesAsync(end.Task);

        var accepted = await api.CreateBackupAsync("nightly");
        await reached;
        var location = accepted.Headers["Location"];
        var tooEarly = await api.GetAsync(location + "/result");
        var running = await api.GetAsync(location);
        var early = await api.GetAsync("/v1/backups/nightly");
        end.SetResult();
        await api.EndOfAsync(accepted);
        var ended = await api.GetAsync(location);
        var late = await api.GetAsync("/v1/backups/nightly");
        var result = await api.GetAsync(location + "/result");

        Assert.Equal((409, 200), (tooEarly.Status, result.Status));
        Assert.Equal(65, result.Json.GetProperty("durationSeconds").GetDouble());
        Assert.Equal("nightly", result.Json.GetProperty("backup").GetProperty("name").GetString());
        Assert.Equal("Backup", accepted.Json.GetProperty("kind").GetString());
        Assert.Equal("nightly", accepted.Json.GetProperty("name").GetString());
        Assert.Equal("/v1/backups/nightly", accepted.Json.GetProperty("resource").GetString());
        Assert.Equal("Running", running.Json.GetProperty("status").GetString());
        Assert.Equal("Capturing", running.Json.GetProperty("progress").GetProperty("step").GetString());
        Assert.Contains("Retry-After", running.Headers.Keys);
        Assert.Equal("InProgress", early.Json.GetProperty("phase").GetString());
        Assert.Equal("Completed", ended.Json.GetProperty("status").GetString());
        Assert.DoesNotContain("Retry-After", ended.Headers.Keys);
        Assert.Equal(("Completed", 3), (late.Json.GetProperty("phase").GetString(), late.Json.GetProperty("objects").GetInt32()));
    }

    [Fact]
    public async Task Backups_are_listed_and_described_as_the_command_line_does()
    {
        await api.EndOfAsync(await api.CreateBackupAsync("monday"));
        await api.EndOfAsync(await api.CreateBackupAsync("tuesday"));

        var list = await api.GetAsync("/v1/backups");
        var brief = await api.GetAsync("/v1/backups/monday/description");
        var full = await api.GetAsync("/v1/backups/monday/description?details=true");

        Assert.Equal(api.StorePath, list.Json.GetProperty("store").GetString());
        Assert.Equal(["monday", "tuesday"], list.Json.GetProperty("backups").EnumerateArray().Select(b => b.GetProperty("name").GetString()));
        Assert.False(brief.Json.TryGetProperty("objects", out _));
        Assert.Equal(3, full.Json.GetProperty("objects").GetArrayLength());
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_run()
    {
        await api.EndOfAsync(await api.PostAsync("/v1/backups", new
        {
            name = "shop",
            context = "prod",
            includeSecrets = true,
            ttl = "36h",
            oneRevision = false,
            selection = new { includedNamespaces = Shops, labelSelector = "app=web" },
        }));

        var spec = api.Activities.LastSpec!;
        Assert.Equal("prod", spec.Cluster.Context);
        Assert.True(spec.IncludeSecrets);
        Assert.Equal(TimeSpan.FromHours(36), spec.Ttl);
        Assert.False(spec.OneRevision);
        Assert.Equal(["shop-*"], spec.Selection.IncludedNamespaces);
        Assert.Equal("app=web", spec.Selection.LabelSelector);
    }

    [Fact]
    public async Task The_same_words_again_begin_nothing_new_and_other_words_are_a_conflict()
    {
        var first = await api.CreateBackupAsync("nightly");
        await api.EndOfAsync(first);

        var again = await api.CreateBackupAsync("nightly");
        var other = await api.PostAsync("/v1/backups", new { name = "nightly", includeSecrets = true });

        Assert.Equal(202, again.Status);
        Assert.Equal(first.Headers["Location"], again.Headers["Location"]);
        Assert.Equal(1, api.Activities.Captures);
        Assert.Equal(409, other.Status);
        Assert.Equal("Conflict", other.Json.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_with_the_same_words_each_gets_the_same_run()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.CreateBackupAsync("nightly")));
        await api.EndOfAsync(answers[0]);

        Assert.All(answers, answer => Assert.Equal((202, answers[0].Headers["Location"]), (answer.Status, answer.Headers["Location"])));
        Assert.Equal(1, api.Activities.Captures);
    }

    [Fact]
    public async Task A_name_that_another_host_has_used_in_the_store_is_a_conflict()
    {
        var first = await api.CreateBackupAsync("nightly");
        await api.EndOfAsync(first);
        await api.Instances.PurgeAsync(first.Json.GetProperty("id").GetString()!);

        var answer = await api.CreateBackupAsync("nightly");

        Assert.Equal(409, answer.Status);
    }

    [Fact]
    public async Task A_deleted_backup_is_gone_and_its_name_is_free()
    {
        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));

        var deleted = await api.DeleteAsync("/v1/backups/nightly");
        var gone = await api.GetAsync("/v1/backups/nightly");
        var twice = await api.DeleteAsync("/v1/backups/nightly");
        await api.EndOfAsync(await api.PostAsync("/v1/backups", new { name = "nightly", includeSecrets = true }));

        Assert.Equal(200, deleted.Status);
        Assert.True(deleted.Json.GetProperty("deleted").GetBoolean());
        Assert.Equal((404, 404), (gone.Status, twice.Status));
        Assert.Equal(2, api.Activities.Captures);
    }

    [Fact]
    public async Task A_backup_that_was_deleted_behind_the_services_back_can_be_made_again()
    {
        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));
        await new Stores.StoredBackups(api.StorePath).DeleteAsync("nightly", "elsewhere", DateTimeOffset.UnixEpoch, CancellationToken.None);

        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));

        Assert.Equal(2, api.Activities.Captures);
    }

    [Fact]
    public async Task A_backup_that_is_being_made_is_not_deleted_before_its_run_is_ended()
    {
        var reached = api.HoldCapturesAsync(new TaskCompletionSource().Task);
        var accepted = await api.CreateBackupAsync("nightly");
        await reached;

        var refused = await api.DeleteAsync("/v1/backups/nightly");
        await api.PostAsync(accepted.Headers["Location"] + "/terminate", new { reason = "not today" });
        await api.EndOfAsync(accepted);
        var listed = await api.GetAsync("/v1/backups");
        var givenUp = await api.DeleteAsync("/v1/backups/nightly");

        Assert.Equal(409, refused.Status);
        Assert.Equal("Failed", listed.Json.GetProperty("backups")[0].GetProperty("phase").GetString());
        Assert.Equal(200, givenUp.Status);
        Assert.True(givenUp.Json.GetProperty("abandonedRun").GetBoolean());
    }

    [Fact]
    public async Task A_failed_run_says_why_and_stays_the_answer_until_it_is_deleted()
    {
        api.Activities.OnCapture = _ => throw new WorkflowsException(ErrorKind.Denied, "The cluster refuses.");
        var accepted = await api.CreateBackupAsync("nightly");
        await api.EndOfAsync(accepted);

        var failed = await api.GetAsync(accepted.Headers["Location"]);
        var again = await api.CreateBackupAsync("nightly");

        Assert.Equal("Failed", failed.Json.GetProperty("status").GetString());
        Assert.Contains("The cluster refuses.", failed.Json.GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Failed", again.Json.GetProperty("status").GetString());
        Assert.Equal(200, (await api.DeleteAsync("/v1/backups/nightly")).Status);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_request_is_told_at_once_each_with_its_field()
    {
        var answer = await api.PostAsync("/v1/backups", new
        {
            name = "No Name",
            ttl = "long",
            oneRevision = "yes",
            kubeconfig = "/etc/shadow",
            volumeAction = "snapshot",
            selection = new { includedNamespaces = "shop", secret = 1 },
        });

        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("urn:workflows:problem:usage", answer.Json.GetProperty("type").GetString());
        Assert.Equal(
            ["kubeconfig", "name", "oneRevision", "selection.includedNamespaces", "selection.secret", "ttl", "volumeAction"],
            answer.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{\"name\":\"nightly\"}", "includeSecrets")]
    [InlineData("{\"name\":\"nightly\",\"includeSecrets\":true,\"keyId\":\"abc\"}", "keyId")]
    [InlineData("{\"name\":\"nightly\",\"includeSecrets\":true,\"context\":\"nowhere\"}", "context")]
    [InlineData("{\"name\":\"nightly\",\"includeSecrets\":true,\"includeVolumeData\":true}", "includeVolumeData")]
    [InlineData("{\"includeSecrets\":true}", "name")]
    [InlineData("[]", "")]
    [InlineData("{\"name\":", "")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "")]
    [InlineData("", "")]
    public async Task What_a_backup_can_t_be_made_of_is_refused(string body, string field)
    {
        var answer = await api.PostTextAsync("/v1/backups", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.Fields);
        Assert.Empty((await api.GetAsync("/v1/instances")).Json.GetProperty("instances").EnumerateArray());
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_found_before_anything_begins()
    {
        api.OnCheckCluster = _ => throw new WorkflowsException(ErrorKind.Unavailable, "The cluster does not answer.");

        var answer = await api.CreateBackupAsync("nightly");

        Assert.Equal(503, answer.Status);
        Assert.Contains("Retry-After", answer.Headers.Keys);
        Assert.Equal(404, (await api.GetAsync("/v1/backups/nightly")).Status);
    }

    [Fact]
    public async Task With_a_key_backups_are_encrypted_and_read_and_nothing_of_the_key_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("workflows-api-key-");
        var file = Path.Combine(folder.FullName, "key");
        var key = await KeyFile.CreateAsync(file);
        await using var encrypting = await ApiHarness.StartAsync(change: services => services with
        {
            FindKey = () => new Stores.GivenKey(key, new KeyReference(file, key.KeyId)) { IsForAll = true },
        });

        var accepted = await encrypting.PostAsync("/v1/backups", new { name = "nightly", keyId = key.KeyId });
        var ended = await encrypting.EndOfAsync(accepted);
        var answers = new[]
        {
            accepted,
            await encrypting.GetAsync(accepted.Headers["Location"]),
            await encrypting.GetAsync("/v1/instances"),
            await encrypting.GetAsync("/v1/backups/nightly/description?details=true"),
            await encrypting.PostAsync("/v1/backups", new { name = "other", keyId = "another" }),
        };
        var secret = (await File.ReadAllLinesAsync(file)).Single(line => line.StartsWith("key: ", StringComparison.Ordinal))[5..];
        folder.Delete(recursive: true);

        Assert.Equal(OrchestrationStatus.Completed, ended.Status);
        Assert.True(encrypting.Activities.LastSpec!.IncludeSecrets);
        Assert.Equal(key.KeyId, answers[3].Json.GetProperty("keyId").GetString());
        Assert.Equal(400, answers[4].Status);
        Assert.All(answers, answer => Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.DoesNotContain(file, answer.Text, StringComparison.Ordinal));
    }
}
