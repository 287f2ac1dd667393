using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Clusters;

namespace Workflows.Cli.Tests.Catalog;

/// <summary>Backups by declared plans.</summary>
public sealed class PlannedRunTests : IDisposable
{
    private readonly RunHarness harness = new();

    public PlannedRunTests() => Directory.CreateDirectory(harness.Cli.StorePath);

    [Fact]
    public async Task A_plan_gives_the_backup_all_that_options_would_and_its_name()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.All);
        ClusterReference? checkedCluster = null;
        harness.Cli.Services = harness.Cli.Services with
        {
            CheckCluster = (cluster, _) =>
            {
                checkedCluster = cluster;
                return Task.FromResult("v1.36.0");
            },
        };

        var run = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        var name = run.Json.GetProperty("backup").GetProperty("name").GetString()!;
        Assert.Matches(@"\Anightly-\d{14}\z", name);
        var spec = harness.Activities.LastSpec!;
        Assert.Equal((name, "nightly", false), (spec.Name, spec.Plan, spec.IncludeSecrets));
        Assert.Equal(["shop", "shop-*"], spec.Selection.IncludedNamespaces);
        Assert.Equal(("/etc/blue.kubeconfig", "admin"), (Assert.Single(spec.Cluster.Kubeconfig), spec.Cluster.Context));
        Assert.Equal(spec.Cluster.Kubeconfig, checkedCluster!.Kubeconfig);
    }

    [Fact]
    public async Task The_backup_is_stamped_with_its_plan_when_it_expires_and_until_when_it_is_locked()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.All);

        var run = await harness.Cli.RunAsync("backup", "create", "first", "--plan", "nightly");

        Assert.Equal(0, run.ExitCode);
        var overview = (await new BackupCatalog(ArchiveStores.Open(harness.Cli.StorePath)).FindAsync("first"))!;
        Assert.Equal("nightly", overview.Plan);
        Assert.Equal(overview.StartedAt.AddDays(30), overview.ExpiresAt);
        Assert.Equal(overview.StartedAt.AddDays(7), overview.LockedUntil);
        var got = await harness.Cli.RunAsync("backup", "get", "first", "-o", "json");
        Assert.Equal("nightly", got.Json.GetProperty("backups")[0].GetProperty("plan").GetString());
        Assert.Equal(overview.LockedUntil, got.Json.GetProperty("backups")[0].GetProperty("lockedUntil").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_encrypted_backup_tells_the_same_without_its_key()
    {
        var keyFile = Path.Combine(harness.Cli.WorkPath, "key");
        await KeyFile.CreateAsync(keyFile);
        await Declared.ApplyAsync(
            harness.Cli,
            Declared.Cluster + "\n---\n" + Declared.Plan.Replace("includeSecrets: false", $"encryptionKey: {{ file: {keyFile} }}", StringComparison.Ordinal));

        var run = await harness.Cli.RunAsync("backup", "create", "first", "--plan", "nightly");

        Assert.Equal(0, run.ExitCode);
        Assert.True(harness.Activities.LastSpec!.IncludeSecrets);
        var overview = (await new BackupCatalog(ArchiveStores.Open(harness.Cli.StorePath)).FindAsync("first"))!;
        Assert.Equal((true, "nightly", overview.StartedAt.AddDays(7)), (overview.IsEncrypted, overview.Plan, overview.LockedUntil));
    }

    [Theory]
    [InlineData("--include-secrets")]
    [InlineData("--ttl", "30d")]
    [InlineData("--include-namespaces", "shop")]
    [InlineData("--context", "green")]
    public async Task What_the_plan_says_is_not_said_twice(params string[] more)
    {
        await Declared.ApplyAsync(harness.Cli, Declared.All);

        var run = await harness.Cli.RunAsync(["backup", "create", "--plan", "nightly", .. more]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(more[0], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_not_found_and_a_deactivated_one_makes_nothing()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.Cluster + "\n---\n" + Declared.Plan + "\n  deactivated: true");

        var missing = await harness.Cli.RunAsync("backup", "create", "--plan", "weekly");
        var deactivated = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly");

        Assert.Equal((4, 5), (missing.ExitCode, deactivated.ExitCode));
        Assert.Contains("deactivated", deactivated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_the_data_of_volumes_needs_a_movers_image()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.Cluster + "\n---\n" + Declared.Plan + "\n  includeVolumeData: true");

        var without = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly");
        var with = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly", "--mover-image", "mover:1");

        Assert.Equal(2, without.ExitCode);
        Assert.Contains("WORKFLOWS_MOVER_IMAGE", without.Error, StringComparison.Ordinal);
        Assert.Equal("mover:1", harness.Activities.LastSpec?.Mover?.Image);
        Assert.Equal(0, with.ExitCode);
    }

    [Fact]
    public async Task A_restore_by_a_plan_without_a_good_backup_says_so()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.All);

        var run = await harness.Cli.RunAsync("restore", "create", "--plan", "to-green");
        await harness.CreateAsync("other");
        var foreign = await harness.Cli.RunAsync("restore", "create", "--plan", "to-green", "--from-backup", "other");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("has no good backup", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, foreign.ExitCode);
    }

    public void Dispose() => harness.Dispose();
}
