using System.Text.Json;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Backups;
using Workflows.Core.Plans;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Cli.Tests.Policies;

public sealed class VolumePolicyFileTests : IDisposable
{
    private const decimal Gi = 1L << 30;

    private readonly CliHarness cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void They_are_whole_in_what_a_run_remembers()
    {
        var spec = new BackupSpec
        {
            Name = "nightly",
            Cluster = new([], null),
            Store = "/backups",
            IncludeSecrets = false,
            DefaultVolumesToFsBackup = false,
            VolumePolicies = RuleReader.VolumePolicies(
                """
                version: v1
                volumePolicies:
                - { conditions: { capacity: "1.5Gi,", csi: { driver: d }, nfs: { server: s }, pvcLabels: { a: b } }, action: { type: skip } }
                - { conditions: {}, action: { type: snapshot+move } }
                """,
                "volumes.yaml"),
        };

        var json = JsonSerializer.Serialize(spec, DurableJson.Options);
        var read = JsonSerializer.Deserialize<BackupSpec>(json, DurableJson.Options)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, DurableJson.Options));
        Assert.False(read.DefaultVolumesToFsBackup);
        Assert.Null(read.VolumePolicies!.Entries[0].Action);
        Assert.Equal(1.5m * Gi, read.VolumePolicies.Entries[0].Conditions.Capacity!.AtLeast);
        Assert.Equal("d", read.VolumePolicies.Entries[0].Conditions.Csi!.Driver);
        Assert.Equal(VolumeAction.SnapshotAndMove, read.VolumePolicies.Entries[1].Action);
    }

    [Fact]
    public async Task A_file_that_is_not_understood_is_a_usage_error_and_nothing_is_done()
    {
        var file = Path.Combine(cli.WorkPath, "volumes.yaml");
        await File.WriteAllTextAsync(file, "version: v1\nvolumePolicies:\n- conditions: {}\n  action: {type: keep}\n");
        var before = cli.Files();

        var run = await CreateAsync("--include-volume-data", "--mover-image", "mover:1", "--volume-policies", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{file}, line 4, volumePolicies[0].action.type: One of fs-backup", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, cli.Files());
    }

    [Theory]
    [InlineData("--volume-policies is about the data of claims", "--volume-policies", "volumes.yaml")]
    [InlineData("--default-volumes-to-fs-backup is about the data of claims", "--default-volumes-to-fs-backup", "false")]
    [InlineData("--volume-policies names no file", "--include-volume-data", "--mover-image", "m", "--volume-policies", "")]
    [InlineData("There is no file", "--include-volume-data", "--mover-image", "m", "--volume-policies", "nowhere.yaml")]
    public async Task Policies_of_nothing_and_from_nowhere_are_usage_errors(string expected, params string[] options)
    {
        var run = await CreateAsync(options);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task A_file_that_would_fill_the_journal_is_refused()
    {
        var file = Path.Combine(cli.WorkPath, "volumes.yaml");
        await File.WriteAllTextAsync(file, new string('#', 20_000));

        var run = await CreateAsync("--include-volume-data", "--mover-image", "mover:1", "--volume-policies", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is longer than 16384 bytes", run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> CreateAsync(params string[] options) =>
        cli.RunAsync(["backup", "create", "nightly", "--exclude-secrets", .. options]);
}
