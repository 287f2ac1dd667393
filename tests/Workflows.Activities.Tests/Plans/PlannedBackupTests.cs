using Workflows.Activities.Plans;
using Workflows.Activities.Tests.Schedules;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Tests.Plans;

/// <summary>What backups are given by declared plans.</summary>
public sealed class PlannedBackupTests
{
    private readonly TickBench bench = new(TestBackup.Started);

    [Fact]
    public async Task A_plan_says_how_the_data_of_claims_gets_into_its_backups()
    {
        var mover = new MoverSettings { Image = "mover:1", Window = 3 };

        var spec = await SpecAsync(
            "{ includeVolumeData: true, volumeAction: snapshotAndMove, moverNamespace: movers, defaultVolumesToFsBackup: false }", mover);

        Assert.Equal(mover with { DefaultAction = VolumeAction.SnapshotAndMove, Namespace = "movers" }, spec.Mover);
        Assert.False(spec.DefaultVolumesToFsBackup);
    }

    [Fact]
    public async Task Snapshots_that_stay_with_the_storage_system_need_no_image_and_files_do()
    {
        var spec = await SpecAsync("{ includeVolumeData: true, volumeAction: snapshot }");
        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => SpecAsync("{ includeVolumeData: true }"));

        Assert.Equal(VolumeAction.Snapshot, spec.Mover!.DefaultAction);
        Assert.Equal(ErrorKind.Usage, refused.Kind);
    }

    [Fact]
    public async Task A_plan_says_nothing_of_volumes_and_is_not_permissive_unless_it_does()
    {
        var (plain, permissive) = (await SpecAsync("{}"), await SpecAsync("{ permissive: true }"));

        Assert.Null(plain.Mover);
        Assert.True(plain.DefaultVolumesToFsBackup);
        Assert.Equal((false, true), (plain.Permissive, permissive.Permissive));
    }

    private async Task<BackupSpec> SpecAsync(string fields, MoverSettings? mover = null)
    {
        await bench.DeclareAsync("", more: fields.Trim('{', '}', ' ').Replace(", ", "\n  ", StringComparison.Ordinal));
        return await bench.Specs(mover).BackupAsync("nightly", "one", CancellationToken.None);
    }
}
