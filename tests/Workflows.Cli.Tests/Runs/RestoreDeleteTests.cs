using Workflows.Activities;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations.Restores;

namespace Workflows.Cli.Tests.Runs;

/// <summary>What becomes of a restore's record, or of what an interrupted one left.</summary>
public sealed class RestoreDeleteTests : IAsyncLifetime, IDisposable
{
    private readonly RunHarness harness = new();

    private CliHarness Cli => harness.Cli;

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "a.key")).ExitCode);
        Assert.Equal(0, (await harness.CreateAsync("nightly", "--key-file", "a.key")).ExitCode);
        Cli.Services = Cli.Services with
        {
            AddActivities = (registry, clock) =>
            {
                registry.AddActivity(RestoreNames.PlanRestore, () => new Lambda<PlanRestoreInput, RestorePlan>(StopAsync));
                return harness.Activities.Register(registry, clock);
            },
        };
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => harness.Dispose();

    [Theory]
    [InlineData("get")]
    [InlineData("describe")]
    [InlineData("logs")]
    [InlineData("delete", "--yes")]
    public async Task A_restore_that_is_not_there_is_not_found_and_nothing_is_changed(string command, params string[] more)
    {
        await RecordedRestore.CreateAsync(Cli, "fix-2");
        var before = Cli.Files();

        var run = await Cli.RunAsync(["restore", command, "fix", .. more]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("'fix'", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Cli.Files());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a.key")]
    public async Task Delete_removes_the_record_and_nothing_else_without_the_key(string? key)
    {
        await RecordedRestore.CreateAsync(Cli, "fix-2", key);
        var before = StoredFiles();
        await RecordedRestore.CreateAsync(Cli, "fix", key);
        File.Delete(Path.Combine(Cli.WorkPath, "a.key"));

        var run = await Cli.RunAsync("restore", "delete", "fix", "--yes", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("fix", run.Json.GetProperty("name").GetString());
        Assert.True(run.Json.GetProperty("deleted").GetBoolean());
        Assert.False(run.Json.GetProperty("abandonedRun").GetBoolean());
        Assert.Equal(before, StoredFiles());
        Assert.Equal(4, (await Cli.RunAsync("restore", "get", "fix")).ExitCode);
    }

    [Fact]
    public async Task Delete_without_a_terminal_needs_yes()
    {
        await RecordedRestore.CreateAsync(Cli, "fix");

        var run = await Cli.RunAsync("restore", "delete", "fix");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("restore", "get", "fix")).ExitCode);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("", 1)]
    public async Task Delete_on_a_terminal_asks_first(string answer, int exitCode)
    {
        await RecordedRestore.CreateAsync(Cli, "fix");
        Cli.IsTerminal = true;
        Cli.Input = answer;

        var run = await Cli.RunAsync("restore", "delete", "fix");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("Delete the record of restore 'fix'", run.Error, StringComparison.Ordinal);
        Assert.Contains("[y/N]", run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 0 ? 4 : 0, (await Cli.RunAsync("restore", "get", "fix")).ExitCode);
    }

    [Fact]
    public async Task The_help_says_that_the_cluster_keeps_what_was_restored()
    {
        var run = await Cli.RunPlainAsync("restore", "delete", "--help");

        Assert.Contains("restored objects are not touched", string.Join(' ', run.Out.Split()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_is_listed_as_damaged_beside_the_others_and_can_be_deleted()
    {
        await RecordedRestore.CreateAsync(Cli, "fix");
        await File.WriteAllTextAsync(Path.Combine(Cli.StorePath, "catalog", "restores", "torn.json"), "{");

        var listed = await Cli.RunAsync("restore", "get", "-o", "json");
        var described = await Cli.RunAsync("restore", "describe", "torn");
        var deleted = await Cli.RunAsync("restore", "delete", "torn", "--yes");

        Assert.Equal((0, 1, 0), (listed.ExitCode, described.ExitCode, deleted.ExitCode));
        var restores = listed.Json.GetProperty("restores");
        Assert.Equal(["fix PartiallyFailed", "torn Damaged"], restores.EnumerateArray().Select(
            restore => $"{restore.GetProperty("name").GetString()} {restore.GetProperty("phase").GetString()}"));
        Assert.Equal(2, restores[1].EnumerateObject().Count());
        Assert.Equal(4, (await Cli.RunAsync("restore", "get", "torn")).ExitCode);
    }

    [Fact]
    public async Task Delete_gives_an_interrupted_restore_up_and_frees_its_name()
    {
        var before = StoredFiles();
        await InterruptAsync();
        Assert.NotEmpty(StoredFiles("staging"));
        File.Move(Path.Combine(Cli.WorkPath, "a.key"), Path.Combine(Cli.WorkPath, "aside.key"));

        var run = await Cli.RunAsync("restore", "delete", "fix", "--yes", "-o", "json");

        File.Move(Path.Combine(Cli.WorkPath, "aside.key"), Path.Combine(Cli.WorkPath, "a.key"));
        Assert.Equal(0, run.ExitCode);
        Assert.False(run.Json.GetProperty("deleted").GetBoolean());
        Assert.True(run.Json.GetProperty("abandonedRun").GetBoolean());
        Assert.Empty(harness.Runs());
        Assert.Equal(before, StoredFiles());
        Assert.Equal(4, (await Cli.RunAsync("restore", "delete", "fix", "--yes")).ExitCode);
        await InterruptAsync();
    }

    [Fact]
    public async Task A_restore_that_is_recorded_and_was_not_shown_yet_is_deleted_with_its_journal()
    {
        await InterruptAsync();
        await RecordedRestore.CreateAsync(Cli, "fix", "a.key");

        var run = await Cli.RunAsync("restore", "delete", "fix", "--yes");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Its interrupted run was given up too. What it restored stays in the cluster.", run.Out, StringComparison.Ordinal);
        Assert.Empty(harness.Runs());
        Assert.Empty(StoredFiles("staging"));
    }

    [Fact]
    public async Task An_interrupted_restore_keeps_its_backups_key_until_it_is_given_up()
    {
        Assert.Equal(0, (await Cli.RunAsync("key", "create", "--key-file", "b.key")).ExitCode);
        await InterruptAsync();

        var held = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key");
        await Cli.RunAsync("restore", "delete", "fix", "--yes");
        var free = await Cli.RunAsync("key", "rotate", "--key-file", "a.key", "--new-key-file", "b.key");

        Assert.Equal((3, 0), (held.ExitCode, free.ExitCode));
    }

    [Fact]
    public async Task Create_of_an_interrupted_name_says_who_continues_and_who_abandons_it()
    {
        await InterruptAsync();

        var run = await CreateAsync();

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("'workflows resume", run.Error, StringComparison.Ordinal);
        Assert.Contains("'workflows restore delete fix --store", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_a_process_works_on_is_a_conflict_that_names_the_process_and_stays_as_it_is()
    {
        await InterruptAsync();
        await using var other = await HoldAsync();
        var before = Cli.Files();

        var run = await Cli.RunAsync("restore", "delete", "fix", "--yes");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains($"process {Environment.ProcessId}", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Cli.Files());
    }

    [Fact]
    public async Task A_restore_that_is_resumed_while_the_question_stands_is_a_conflict_and_stays_as_it_is()
    {
        await InterruptAsync();
        EngineHost? other = null;
        (Cli.IsTerminal, Cli.Input) = (true, "y\n");
        Cli.OnAsked = () => other = HoldAsync().GetAwaiter().GetResult();
        var before = StoredFiles();

        var run = await Cli.RunAsync("restore", "delete", "fix");

        Assert.NotNull(other);
        await other.DisposeAsync();
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("Give up the interrupted restore 'fix'", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, StoredFiles());
        Assert.Single(harness.Runs());
    }

    [Fact]
    public async Task A_restore_interrupted_elsewhere_is_given_up_with_word_of_the_run_that_holds_it()
    {
        await InterruptAsync();
        var run = harness.Runs()[0];
        Directory.Delete(Cli.StatePath, recursive: true);

        var deleted = await Cli.RunAsync("restore", "delete", "fix", "--yes");

        Assert.Equal(0, deleted.ExitCode);
        Assert.Contains($"held by {run}@test-machine", deleted.Error, StringComparison.Ordinal);
        Assert.Empty(StoredFiles("staging"));
    }

    [Fact]
    public async Task What_a_comparison_stages_is_no_restore()
    {
        await RestoreClaims.TakeAsync(
            ArchiveStores.Open(Cli.StorePath), "compare-nightly-01234567", new("compare-nightly-01234567@there", "nightly", Guid.NewGuid(), DateTimeOffset.UnixEpoch));
        var before = Cli.Files();

        var run = await Cli.RunAsync("restore", "delete", "compare-nightly-01234567", "--yes");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(before, Cli.Files());
    }

    private async Task InterruptAsync() => Assert.Equal(130, (await CreateAsync()).ExitCode);

    private Task<CliRun> CreateAsync() => Cli.RunAsync("restore", "create", "fix", "--from-backup", "nightly", "--key-file", "a.key");

    /// <summary>Takes the one run's folder as another process would.</summary>
    private Task<EngineHost> HoldAsync() => EngineHost.StartAsync(
        new EngineOptions { StateDirectory = Path.Combine(Cli.StatePath, "runs", harness.Runs()[0]) },
        new DurableRegistry());

    /// <summary>Leaves what a restore has written by its end but its record, and is stopped there.</summary>
    private async Task<RestorePlan> StopAsync(ActivityContext context, PlanRestoreInput input, CancellationToken cancellationToken)
    {
        var spec = input.Spec;
        var store = ArchiveStores.Open(spec.Store);
        await RestoreClaims.TakeAsync(
            store,
            spec.Name,
            new(ActivityServices.OwnerOf(context.InstanceId, "test-machine"), spec.Backup, input.RunUid, input.RunStartedAt),
            cancellationToken);
        await StagingArea.ForRestore(store, spec.Name).WriteAsync("begun/volumes.json", "x", cancellationToken);
        await RestoreRecorder.BeginAsync(
            store, spec.Name, "begun", Guid.NewGuid(), new Archive.Encryption.KeyRing(Archive.Encryption.KeyFiles.KeyFile.Read).Find(spec.Key), cancellationToken);
        Cli.Interrupts.Send();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nothing ends this but the interruption.");
    }

    private bool IsFile(string path) => File.Exists(Path.Combine(Path.GetDirectoryName(Cli.StorePath)!, path));

    private string[] StoredFiles(string below = "") =>
    [
        .. Cli.Files().Where(IsFile).Where(file => file.StartsWith(Path.Combine("store", below), StringComparison.Ordinal)),
    ];
}
