using Workflows.Archive.Restores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Cli.Tests.Runs;

/// <summary>The records of restores from encrypted backups, as the command line tells them.</summary>
public sealed class EncryptedRestoreTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "b.key")).ExitCode);
        await RecordAsync("fix", encrypted: true);
        await RecordAsync("plain", encrypted: false);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task Get_needs_no_key()
    {
        var listed = (await Cli.RunAsync("restore", "get", "-o", "json")).Json.GetProperty("restores");

        Assert.Equal(["fix", "plain"], listed.EnumerateArray().Select(restore => restore.GetProperty("name").GetString()));
        Assert.True(listed[0].GetProperty("encrypted").GetBoolean());
        Assert.Equal(1, listed[0].GetProperty("outcomes").GetProperty("failed").GetInt32());
        Assert.False(listed[1].TryGetProperty("encrypted", out _));
    }

    [Theory]
    [InlineData("describe")]
    [InlineData("logs")]
    public async Task Without_the_key_it_tells_what_it_can_and_what_needs_the_key(string command)
    {
        var with = await Cli.RunAsync("restore", command, "fix", "--key-file", "a.key");
        var without = await Cli.RunAsync("restore", command, "fix");
        var wrong = await Cli.RunAsync("restore", command, "fix", "--key-file", "b.key");

        Assert.Equal((0, 0, 1), (with.ExitCode, without.ExitCode, wrong.ExitCode));
        Assert.Contains("planted-object", with.Out, StringComparison.Ordinal);
        Assert.Contains("green", with.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-object", without.Out, StringComparison.Ordinal);
        Assert.Contains("nightly", without.Out, StringComparison.Ordinal);
        Assert.Single(without.Out.Split('\n'), line => line.Contains("--key-file", StringComparison.Ordinal));
        Assert.Contains("The record of restore \"fix\" is encrypted with the key", wrong.Error, StringComparison.Ordinal);
        Assert.Single(wrong.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task The_variable_does_no_harm_to_records_in_the_clear_but_a_named_key_must_be_needed()
    {
        Cli.Variables["WORKFLOWS_KEY_FILE"] = Path.Combine(Cli.WorkPath, "a.key");

        Assert.Contains("planted-object", (await Cli.RunAsync("restore", "describe", "fix")).Out, StringComparison.Ordinal);
        Assert.Contains("planted-object", (await Cli.RunAsync("restore", "logs", "plain")).Out, StringComparison.Ordinal);
        var named = await Cli.RunAsync("restore", "describe", "plain", "--key-file", "a.key");
        Assert.Equal(2, named.ExitCode);
        Assert.Contains("is not encrypted", named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_makes_records_open_with_the_new_key_although_their_backup_is_gone()
    {
        await File.WriteAllTextAsync(Path.Combine(Cli.StorePath, "catalog", "restores", "torn.json"), "{");

        var rotated = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key", "-o", "json");

        Assert.Equal(
            ["fix Rotated", "torn Failed"],
            rotated.Json.GetProperty("restores").EnumerateArray().Select(
                restore => $"{restore.GetProperty("name").GetString()} {restore.GetProperty("outcome").GetString()}"));
        Assert.Equal(0, (await Cli.RunAsync("restore", "describe", "fix", "--key-file", "b.key")).ExitCode);
        Assert.Equal(1, (await Cli.RunAsync("restore", "describe", "fix", "--key-file", "a.key")).ExitCode);
    }

    [Fact]
    public async Task Rotation_of_a_named_backup_takes_the_records_of_its_restores_and_leaves_those_of_another_key()
    {
        Assert.Equal(0, (await harness.CreateAsync("nightly", "--key-file", "b.key")).ExitCode);
        await RecordAsync("again", encrypted: true, "b.key");
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "c.key")).ExitCode);

        var rotated = await Cli.RunAsync(
            "key", "rotate", "nightly", "--key-file", "b.key", "--new-key-file", "c.key", "-o", "json");

        Assert.Equal(0, rotated.ExitCode);
        Assert.Equal(
            ["again Rotated", "fix OtherKey"],
            rotated.Json.GetProperty("restores").EnumerateArray().Select(
                restore => $"{restore.GetProperty("name").GetString()} {restore.GetProperty("outcome").GetString()}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_ended_is_told_also_when_its_key_has_gone_meanwhile(bool gone)
    {
        Assert.Equal(0, (await harness.CreateAsync("nightly", "--key-file", "b.key")).ExitCode);
        Cli.Services = Cli.Services with { AddActivities = (registry, _) => Register(registry, gone) };

        var run = await Cli.RunAsync("restore", "create", "late", "--from-backup", "nightly", "--key-file", "b.key", "-o", "json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(1, run.Json.GetProperty("restore").GetProperty("outcomes").GetProperty("failed").GetInt32());
        Assert.Equal(gone ? 0 : 1, run.Json.GetProperty("failed").GetArrayLength());
        var problems = run.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("message").GetString());
        Assert.Equal(gone, problems.Any(problem => problem!.Contains("'workflows restore describe late'", StringComparison.Ordinal)));
        Assert.Empty(harness.Runs());
    }

    /// <summary>A restore of nothing, whose record is that of this test.</summary>
    private FakeActivities Register(DurableRegistry registry, bool losesKey)
    {
        registry
            .AddActivity(RestoreNames.PlanRestore, () => new Lambda<PlanRestoreInput, RestorePlan>((_, _, _) => Task.FromResult(
                new RestorePlan("plan", DateTimeOffset.UnixEpoch, Guid.NewGuid(), "green", "v1.36.0", [], 0, OutcomeCounts.None))))
            .AddActivity(RestoreNames.FinishRestore, () => new Lambda<FinishRestoreInput, RestoreSummary>(async (_, input, _) =>
            {
                var recorded = await RecordAsync(input.Spec.Name, encrypted: true, "b.key");
                return new(
                    recorded.Name, recorded.Backup, recorded.Phase, recorded.Counts, recorded.Compared, recorded.Different, recorded.Warnings);
            }))
            .AddActivity(RestoreNames.CleanUpRestore, () => new Lambda<CleanUpRestoreInput, bool>((_, _, _) =>
            {
                if (losesKey)
                {
                    File.Delete(Path.Combine(Cli.WorkPath, "b.key"));
                }

                return Task.FromResult(true);
            }));
        return harness.Activities;
    }

    private Task<RestoreOverview> RecordAsync(string name, bool encrypted, string key = "a.key") =>
        RecordedRestore.CreateAsync(Cli, name, encrypted ? key : null);
}
