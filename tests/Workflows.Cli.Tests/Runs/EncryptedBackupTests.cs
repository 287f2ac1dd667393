using System.Text;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Backups;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Backups with a key, from making one to giving it away.</summary>
public sealed class EncryptedBackupTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "b.key")).ExitCode);
        Assert.Equal(0, (await harness.CreateAsync("nightly", "--key-file", "a.key")).ExitCode);
    }

    [Theory]
    [InlineData(0, "describe")]
    [InlineData(0, "logs")]
    [InlineData(0, "verify")]
    [InlineData(0, "download", "-o", "x.tar.gz")]
    [InlineData(0, "export", "--format", "velero", "-o", "x")]
    public async Task What_reads_a_backup_needs_its_key_and_says_so_in_one_sentence(int done, string command, params string[] more)
    {
        var with = await Cli.RunAsync(["backup", command, "nightly", "--key-file", "a.key", .. more]);
        var wrong = await Cli.RunAsync(["backup", command, "nightly", "--key-file", "b.key", .. command == "export" ? ["--format", "tar", "-o", "y"] : Other(more)]);
        var without = await Cli.RunAsync(["backup", command, "nightly", .. command == "export" ? ["--format", "tar", "-o", "z"] : Other(more)]);

        Assert.Equal((done, ""), (with.ExitCode, with.Error));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("encrypted with the key", wrong.Error, StringComparison.Ordinal);
        Assert.Single(wrong.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(command == "verify" ? 0 : 1, without.ExitCode);
        Assert.Contains(command == "verify" ? "Without the key" : "--key-file", without.Out + without.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restore", "create", "--from-backup", "nightly")]
    [InlineData("backup", "compare", "nightly")]
    public async Task A_restore_or_comparison_with_the_wrong_key_begins_nothing(params string[] command)
    {
        foreach (var key in new[] { [], new[] { "--key-file", "b.key" } })
        {
            var run = await Cli.RunAsync([.. command, .. key, "--output", "json"]);

            Assert.Equal(1, run.ExitCode);
            Assert.Equal("Denied", run.ErrorJson.GetProperty("kind").GetString());
            Assert.Empty(harness.Runs());
        }
    }

    [Fact]
    public async Task Get_lists_it_without_a_key_and_says_that_it_is_encrypted()
    {
        var listed = (await Cli.RunAsync("backup", "get", "-o", "json")).Json.GetProperty("backups")[0];

        Assert.True(listed.GetProperty("encrypted").GetBoolean());
        Assert.Equal(3, listed.GetProperty("objects").GetInt64());
    }

    [Fact]
    public async Task The_variable_stands_in_for_the_option_and_does_no_harm_to_backups_in_the_clear()
    {
        Assert.Equal(0, (await harness.CreateAsync("plain")).ExitCode);
        Cli.Variables["WORKFLOWS_KEY_FILE"] = Path.Combine(Cli.WorkPath, "a.key");

        Assert.Equal(0, (await Cli.RunAsync("backup", "describe", "nightly")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "plain")).ExitCode);
        var named = await Cli.RunAsync("backup", "verify", "plain", "--key-file", "a.key");

        Assert.Equal(2, named.ExitCode);
        Assert.Contains("is not encrypted", named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_secrets_are_included_unless_told_otherwise()
    {
        var run = await Cli.RunAsync("backup", "create", "all", "--key-file", "a.key");
        var included = await Cli.RunAsync("backup", "describe", "all", "--key-file", "a.key", "-o", "json");
        var excluded = await Cli.RunAsync("backup", "describe", "nightly", "--key-file", "a.key", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(included.Json.GetProperty("includeSecrets").GetBoolean());
        Assert.False(excluded.Json.GetProperty("includeSecrets").GetBoolean());
        Assert.Equal(2, (await Cli.RunAsync("backup", "create", "more")).ExitCode);
    }

    [Fact]
    public async Task A_run_is_resumed_with_the_key_it_was_started_with_or_stays_as_it_is()
    {
        Assert.Equal(130, (await harness.InterruptAsync("weekly", "--key-file", "a.key")).ExitCode);
        var (file, aside) = (Path.Combine(Cli.WorkPath, "a.key"), Path.Combine(Cli.WorkPath, "aside.key"));
        File.Move(file, aside);
        var missing = await Cli.RunAsync("resume");
        File.Copy(Path.Combine(Cli.WorkPath, "b.key"), file);
        var changed = await Cli.RunAsync("resume");
        File.Move(aside, file, overwrite: true);
        var resumed = await Cli.RunAsync("resume");

        Assert.Equal((4, 1, 0), (missing.ExitCode, changed.ExitCode, resumed.ExitCode));
        Assert.Contains("a.key' does not exist", missing.Out, StringComparison.Ordinal);
        Assert.Contains("Put that one back", changed.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "weekly", "--key-file", "a.key")).ExitCode);
    }

    [Fact]
    public async Task Neither_journal_nor_store_nor_output_holds_the_key_or_an_objects_name()
    {
        var run = await harness.InterruptAsync("weekly", "--key-file", "a.key");
        var resumed = await Cli.RunAsync("resume", "-o", "json");
        await harness.InterruptAsync("monthly", "--key-file", "a.key");
        var text = File.ReadLines(Path.Combine(Cli.WorkPath, "a.key")).Single(line => line.StartsWith("key: ", StringComparison.Ordinal))["key: ".Length..];
        string[] needles = [text, Encoding.Latin1.GetString(Convert.FromBase64String(text)), "settings-0"];

        var written = Directory.GetFiles(Cli.StorePath, "*", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Cli.StatePath, "*", SearchOption.AllDirectories))
            .ToDictionary(path => path, path => Encoding.Latin1.GetString(File.ReadAllBytes(path)), StringComparer.Ordinal);

        Assert.Contains(written.Keys, path => path.StartsWith(Cli.StatePath, StringComparison.Ordinal) && path.Contains("monthly", StringComparison.Ordinal));
        Assert.All(written.Values.Append(run.Out + run.Error + resumed.Out + resumed.Error), content =>
            Assert.All(needles, needle => Assert.DoesNotContain(needle, content, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rotation_changes_the_key_of_every_backup_and_may_be_repeated()
    {
        Assert.Equal(0, (await harness.CreateAsync("weekly", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "weekly")).ExitCode);

        var rotated = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");
        var named = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "nightly", "none", "-o", "json");

        Assert.Equal((0, 3), (rotated.ExitCode, named.ExitCode));
        Assert.Equal(["Rotated", "AlreadyNew"], Outcomes(rotated));
        Assert.Equal(["AlreadyNew", "Failed"], Outcomes(named));
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "nightly", "--key-file", "b.key")).ExitCode);
        Assert.Equal(1, (await Cli.RunAsync("backup", "verify", "nightly", "--key-file", "a.key")).ExitCode);
    }

    [Fact]
    public async Task Rotation_leaves_an_interrupted_run_its_key_and_says_so()
    {
        await harness.InterruptAsync("weekly", "--key-file", "a.key");
        var rotated = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");
        var resumed = await Cli.RunAsync("resume");

        Assert.Equal((3, 0), (rotated.ExitCode, resumed.ExitCode));
        Assert.Equal(["Rotated", "InUse"], Outcomes(rotated));
        Assert.Contains("weekly", rotated.Json.GetProperty("backups")[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "weekly", "--key-file", "b.key")).ExitCode);
    }

    [Fact]
    public async Task Rotation_leaves_a_backup_its_key_that_a_restore_works_with_and_names_the_restore()
    {
        await RestoreClaims.TakeAsync(ArchiveStores.Open(Cli.StorePath), "fix", new("restore-fix@elsewhere", "nightly", Guid.NewGuid(), DateTimeOffset.UnixEpoch));
        string[] rotate = ["key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json"];

        var left = await Cli.RunAsync(rotate);
        Assert.Equal(3, left.ExitCode);
        Assert.Equal(["InUse"], Outcomes(left));
        Assert.Contains("restore-fix@elsewhere", left.Json.GetProperty("backups")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "nightly", "--key-file", "a.key")).ExitCode);

        var forced = await Cli.RunAsync([.. rotate, "--force"]);
        Assert.Equal(0, forced.ExitCode);
        Assert.Equal(["Rotated"], Outcomes(forced));
    }

    [Fact]
    public async Task A_comparison_that_was_stopped_holds_no_key_any_more()
    {
        Cli.Services = Cli.Services with { AddActivities = RegisterEndlessComparison };

        var stopped = await Cli.RunAsync("backup", "compare", "nightly", "--key-file", "a.key");
        var rotated = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");

        Assert.Equal((130, 0), (stopped.ExitCode, rotated.ExitCode));
        Assert.Equal(["Rotated"], Outcomes(rotated));
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task The_variable_alone_encrypts()
    {
        Cli.Variables["WORKFLOWS_KEY_FILE"] = Path.Combine(Cli.WorkPath, "a.key");

        Assert.Equal(0, (await harness.CreateAsync("weekly")).ExitCode);

        var listed = (await Cli.RunAsync("backup", "get", "weekly", "-o", "json")).Json.GetProperty("backups")[0];
        Assert.True(listed.GetProperty("encrypted").GetBoolean());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("  ", "a.key")]
    [InlineData(null, "")]
    public async Task A_key_file_that_is_named_by_nothing_is_refused_and_not_taken_for_none(string? option, string? variable)
    {
        Cli.Variables["WORKFLOWS_KEY_FILE"] = variable;
        foreach (var command in new[]
        {
            new[] { "backup", "create", "weekly", "--include-secrets" },
            ["restore", "create", "--from-backup", "nightly"],
            ["backup", "verify", "nightly"],
            ["backup", "export", "nightly", "--format", "tar", "-o", "x.tar.gz"],
        })
        {
            var run = await Cli.RunAsync([.. command, .. option is null ? Array.Empty<string>() : ["--key-file", option]]);

            Assert.Equal(2, run.ExitCode);
            Assert.Contains("names no file", run.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(Cli.StorePath, "catalog", "backups", "weekly.json")));
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task A_variable_that_leads_nowhere_is_refused()
    {
        Cli.Variables["WORKFLOWS_KEY_FILE"] = "moved.key";

        Assert.Equal(4, (await harness.CreateAsync("weekly")).ExitCode);
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task A_run_that_was_begun_without_a_key_says_so_where_one_lies_ready()
    {
        Assert.Equal(130, (await harness.InterruptAsync("weekly")).ExitCode);
        Cli.Variables["WORKFLOWS_KEY_FILE"] = Path.Combine(Cli.WorkPath, "a.key");

        var resumed = await Cli.RunAsync("resume");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("'weekly' was begun without a key and stays in the clear", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ended_is_told_although_its_key_has_gone_meanwhile()
    {
        harness.Activities.Errors = [new BackupProblem("pods", "shop", "Nobody answered.")];
        harness.Activities.OnCleanUp = () => File.Delete(Path.Combine(Cli.WorkPath, "b.key"));

        var run = await harness.CreateAsync("weekly", "--key-file", "b.key", "-o", "json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(3, run.Json.GetProperty("backup").GetProperty("objects").GetInt64());
        var problem = Assert.Single(run.Json.GetProperty("problems").EnumerateArray()).GetProperty("message").GetString();
        Assert.Contains("b.key' does not exist", problem, StringComparison.Ordinal);
        Assert.Contains("workflows backup describe weekly", problem, StringComparison.Ordinal);
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task A_key_is_never_overwritten_and_a_shared_one_is_refused()
    {
        Assert.Equal(5, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(Path.Combine(Cli.WorkPath, "a.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(1, (await Cli.RunAsync("backup", "verify", "nightly", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("backup", "verify", "nightly", "--key-file", "a.key", "--allow-shared-key-file")).ExitCode);
    }

    [Fact]
    public async Task Damage_is_found_with_the_key_and_without()
    {
        var archive = Directory.GetFiles(Cli.StorePath, "nightly.tar.gz.enc", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(archive);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(archive, content);

        foreach (var key in new[] { [], new[] { "--key-file", "a.key" } })
        {
            var run = await Cli.RunAsync(["backup", "verify", "nightly", "-o", "json", .. key]);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("nightly.tar.gz.enc", run.Json.GetProperty("damages")[0].GetProperty("where").GetString(), StringComparison.Ordinal);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    private FakeActivities RegisterEndlessComparison(DurableRegistry registry, TimeProvider time)
    {
        registry.AddActivity(RestoreNames.PlanRestore, () => new Lambda<PlanRestoreInput, RestorePlan>(async (context, input, cancellationToken) =>
        {
            await RestoreClaims.TakeAsync(
                ArchiveStores.Open(input.Spec.Store),
                input.Spec.Name,
                new($"{context.InstanceId}@test-machine", input.Spec.Backup, input.RunUid, input.RunStartedAt),
                cancellationToken);
            Cli.Interrupts.Send();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("It was to be interrupted.");
        }));
        return harness.Activities;
    }

    private static IEnumerable<string?> Outcomes(CliRun run) =>
        run.Json.GetProperty("backups").EnumerateArray().Select(backup => backup.GetProperty("outcome").GetString());

    /// <summary>The same options for another file.</summary>
    private static IEnumerable<string> Other(IEnumerable<string> options) =>
        options.Select(option => option == "x.tar.gz" ? $"{Guid.NewGuid():N}.tar.gz" : option);
}
