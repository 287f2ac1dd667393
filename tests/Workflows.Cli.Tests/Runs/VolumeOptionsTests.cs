using Workflows.Cli.Tests.Harness;
using Workflows.Core.Errors;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Restores;

namespace Workflows.Cli.Tests.Runs;

/// <summary>What the options on volumes come to, and which of them mean nothing.</summary>
public sealed class VolumeOptionsTests : IDisposable
{
    private readonly RunHarness harness = new();

    /// <summary>What a restore was asked for, which goes no further.</summary>
    private RestoreSpec? asked;

    public VolumeOptionsTests()
    {
        harness.Cli.Variables["WORKFLOWS_MOVER_IMAGE"] = "mover:1";
        harness.Cli.Services = harness.Cli.Services with
        {
            AddActivities = (registry, time) =>
            {
                registry
                    .AddActivity(RestoreNames.PlanRestore, () => new Lambda<PlanRestoreInput, RestorePlan>((_, input, _) =>
                    {
                        asked = input.Spec;
                        throw new WorkflowsException(ErrorKind.Failed, "There is no cluster to restore to.");
                    }))
                    .AddActivity(RestoreNames.CleanUpRestore, () => new Lambda<CleanUpRestoreInput, bool>((_, _, _) => Task.FromResult(true)));
                return harness.Activities.Register(registry, time);
            },
        };
    }

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task A_backup_takes_its_policies_and_limits_with_it()
    {
        await File.WriteAllTextAsync(
            Path.Combine(harness.Cli.WorkPath, "volumes.yaml"),
            "version: v1\nvolumePolicies:\n- conditions: {storageClass: [scratch]}\n  action: {type: skip}\n");

        var run = await harness.CreateAsync(
            "nightly", "--include-volume-data", "--volume-policies", "volumes.yaml", "--default-volumes-to-fs-backup", "false",
            "--mover-cpu-limit", "4", "--mover-memory-limit", "128Mi", "--mover-cpu-request", "3", "--mover-parallel", "3",
            "--mover-parallel-per-node", "1", "--mover-patience", "90s", "--mover-time-limit", "36h");

        Assert.True(run.ExitCode == 0, run.Error);
        var spec = harness.Activities.BackedUp!;
        Assert.Equal("volume policy 1 (line 3)", Assert.Single(spec.VolumePolicies!.Entries).ToString());
        Assert.False(spec.DefaultVolumesToFsBackup);
        Assert.Equal(
            new MoverSettings
            {
                Image = "mover:1",
                Window = 3,
                PerNode = 1,
                Patience = TimeSpan.FromSeconds(90),
                Limit = TimeSpan.FromHours(36),
                Resources = new() { CpuRequest = "3", CpuLimit = "4", MemoryRequest = "128Mi", MemoryLimit = "128Mi" },
            },
            spec.Mover);
    }

    [Fact]
    public async Task Without_a_word_it_is_as_it_was()
    {
        await harness.CreateAsync("nightly", "--include-volume-data");

        Assert.Equal(new MoverSettings { Image = "mover:1" }, harness.Activities.BackedUp!.Mover);
        Assert.Null(harness.Activities.BackedUp.VolumePolicies);
        Assert.True(harness.Activities.BackedUp.DefaultVolumesToFsBackup);
    }

    [Fact]
    public async Task A_request_above_the_usual_limit_lifts_the_limit()
    {
        await harness.CreateAsync("nightly", "--include-volume-data", "--mover-memory-request", "3Gi");

        Assert.Equal(("3Gi", "3Gi"), (
            harness.Activities.BackedUp!.Mover!.Resources.MemoryRequest, harness.Activities.BackedUp.Mover.Resources.MemoryLimit));
    }

    [Theory]
    [InlineData("--mover-cpu-limit", "fast")]
    [InlineData("--mover-cpu-limit", "0")]
    [InlineData("--mover-memory-limit", "1GB")]
    [InlineData("--mover-memory-request", "-1Gi")]
    [InlineData("--mover-parallel", "0")]
    [InlineData("--mover-parallel", "many")]
    [InlineData("--mover-parallel-per-node", "1000")]
    [InlineData("--mover-patience", "10")]
    [InlineData("--mover-patience", "2000h")]
    [InlineData("--mover-time-limit", "0s")]
    public async Task A_limit_that_is_none_is_a_usage_error(string option, string value)
    {
        var run = await harness.CreateAsync("nightly", "--include-volume-data", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{option} can't be '{value}'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_above_its_limit_is_a_usage_error()
    {
        var run = await harness.CreateAsync(
            "nightly", "--include-volume-data", "--mover-cpu-limit", "500m", "--mover-cpu-request", "1");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--mover-cpu-request 1 is more than --mover-cpu-limit 500m", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_maps_classes_and_sizes()
    {
        await BackUpAsync();

        var spec = await RestoreAsync(
            "--storage-class-mappings", "gp2:managed-csi,nfs:files.example.com", "--claim-size", "shop/data=50Gi", "--claim-size", "shop/my.log=1.5Ti");

        Assert.Equal(["gp2", "nfs"], spec.Claims.StorageClasses.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("managed-csi", spec.Claims.MapClass("gp2"));
        Assert.Equal("other", spec.Claims.MapClass("other"));
        Assert.Equal(("50Gi", "1.5Ti"), (spec.Claims.Sizes["shop/data"], spec.Claims.Sizes["shop/my.log"]));
        Assert.Null(spec.Claims.Copy);
        Assert.Empty(spec.Selection.IncludedResources);
    }

    [Fact]
    public async Task Volumes_only_are_claims_of_the_namespaces_that_are_selected()
    {
        await BackUpAsync();

        var spec = await RestoreAsync("--volumes-only", "--include-namespaces", "shop", "--namespace-mappings", "shop:copy");

        Assert.Equal(["persistentvolumeclaims."], spec.Selection.IncludedResources);
        Assert.Equal(["shop"], spec.Selection.IncludedNamespaces);
        Assert.Equal("copy", spec.NamespaceMappings["shop"]);
        Assert.Equal(VolumeDataPolicy.RestoreData, spec.VolumeData);
    }

    [Theory]
    [InlineData(null, "shop", "data")]
    [InlineData("data-of-monday", "shop", "data-of-monday")]
    [InlineData("copy/data", "copy", "data")]
    public async Task One_claim_goes_into_a_new_one(string? into, string ns, string name)
    {
        await BackUpAsync();

        var spec = await RestoreAsync(["--claim", "shop/data", .. into is null ? Array.Empty<string>() : ["--into", into]]);

        Assert.Equal(new(new("shop", "data"), new(ns, name)), spec.Claims.Copy);
        Assert.Equal(ns, spec.NamespaceMappings["shop"]);
        Assert.Equal(["shop"], spec.Selection.IncludedNamespaces);
        Assert.Equal(["persistentvolumeclaims."], spec.Selection.IncludedResources);
        Assert.NotNull(spec.Mover);
    }

    [Theory]
    [InlineData("--storage-class-mappings can't read 'gp2'", "--storage-class-mappings", "gp2")]
    [InlineData("--storage-class-mappings can't read 'gp2:'", "--storage-class-mappings", "gp2:")]
    [InlineData("--storage-class-mappings can't read 'a:b:c'", "--storage-class-mappings", "a:b:c")]
    [InlineData("--storage-class-mappings can't read 'A:b'", "--storage-class-mappings", "A:b")]
    [InlineData("--storage-class-mappings names 'a' twice", "--storage-class-mappings", "a:b,a:c")]
    [InlineData("--claim-size can't read 'data=1Gi'", "--claim-size", "data=1Gi")]
    [InlineData("--claim-size can't read 'shop/data=1GB'", "--claim-size", "shop/data=1GB")]
    [InlineData("--claim-size can't read 'shop/data=0'", "--claim-size", "shop/data=0")]
    [InlineData("--claim-size can't read 'shop/data'", "--claim-size", "shop/data")]
    [InlineData("--claim can't read 'data'", "--claim", "data")]
    [InlineData("--claim can't read 'a/b/c'", "--claim", "a/b/c")]
    [InlineData("--into can't read 'B'", "--claim", "shop/data", "--into", "B")]
    [InlineData("--into can't read 'a/'", "--claim", "shop/data", "--into", "a/")]
    [InlineData("--into says what the claim becomes", "--into", "copy")]
    [InlineData("give one of them", "--claim", "shop/data", "--volumes-only")]
    [InlineData("leave the filters", "--claim", "shop/data", "--include-namespaces", "shop")]
    [InlineData("leave the filters", "--claim", "shop/data", "--selector", "a=b")]
    [InlineData("leave --namespace-mappings away", "--claim", "shop/data", "--namespace-mappings", "shop:copy")]
    [InlineData("leave --conflict away", "--claim", "shop/data", "--conflict", "update")]
    [InlineData("leave --volume-data-policy away", "--claim", "shop/data", "--volume-data-policy", "no-data")]
    [InlineData("leave --include-resources", "--volumes-only", "--include-resources", "pods")]
    public async Task What_means_nothing_is_a_usage_error_and_nothing_is_begun(string expected, params string[] options)
    {
        await BackUpAsync();
        var before = harness.Cli.Files();

        var run = await harness.Cli.RunAsync(["restore", "create", "r", "--from-backup", "nightly", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Null(asked);
        Assert.Equal(before, harness.Cli.Files());
    }

    [Theory]
    [InlineData("shop/other", "holds no data of claim shop/other")]
    [InlineData("shop/disk", "does not hold the data of claim shop/disk: It is a block.")]
    public async Task A_claim_whose_data_is_not_there_is_not_found(string claim, string expected)
    {
        await BackUpAsync();

        var run = await harness.Cli.RunAsync("restore", "create", "r", "--from-backup", "nightly", "--claim", claim);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_of_a_backup_without_any_data_are_not_found()
    {
        await harness.CreateAsync("nightly");

        var run = await harness.Cli.RunAsync("restore", "create", "r", "--from-backup", "nightly", "--volumes-only");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("holds the data of no volume", run.Error, StringComparison.Ordinal);
    }

    private async Task BackUpAsync()
    {
        harness.Activities.Volumes =
        [
            new(new("shop", "data"), ClaimState.Completed, null)
            {
                Record = "nightly.0123456789ab",
                Volume = "claim-0123456789abcdef0123",
                Bytes = 5,
            },
            ClaimOutcome.Skipped(new("shop", "disk"), "It is a block."),
        ];
        var run = await harness.CreateAsync("nightly");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private async Task<RestoreSpec> RestoreAsync(params string[] options)
    {
        var run = await harness.Cli.RunAsync(["restore", "create", "r", "--from-backup", "nightly", .. options]);
        Assert.Contains("There is no cluster to restore to.", run.Error, StringComparison.Ordinal);
        return asked!;
    }
}
