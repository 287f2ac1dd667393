using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Jobs;

namespace Workflows.Core.Tests.Volumes;

/// <summary>
/// The Jobs that are made, as text: <c>WORKFLOWS_UPDATE_GOLDEN=1</c> rewrites them in the source tree, for review;
/// never where CI is set.
/// </summary>
public sealed class MoverJobTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly MoverJobSpec Backup = new()
    {
        Task = MoverTask.Backup,
        Claim = new("shop", "redis-data"),
        Run = new("0f8fad5b-d9cb-469f-a165-70867728950e"),
        Backup = "nightly",
        Store = "https://account.blob.core.windows.net/backups",
        Settings = new() { Image = "registry.example.com/workflows-mover:1" },
    };

    [Fact]
    public void A_backup_reads_one_claim_beside_its_pod_with_the_one_right_that_this_takes() =>
        AssertGolden("backup-beside-pod", Backup with
        {
            Node = "node-7",
            Tolerations = [new("dedicated", "databases", "NoSchedule"), new("gpu", null, "NoExecute")],
        });

    [Fact]
    public void A_restore_writes_one_claim_wherever_the_scheduler_puts_it() =>
        AssertGolden("restore-anywhere", Backup with { Task = MoverTask.Restore, Restore = "nightly-20300101" });

    [Fact]
    public void A_backup_to_a_folder_has_its_own_container_of_the_store_mounted_and_no_other() =>
        AssertGolden("backup-to-folder", Backup with
        {
            Store = "/srv/backups",
            StoreFolder = "/srv/backups/containers/claim-0123456789abcdef0123",
        });

    [Fact]
    public void A_restore_from_a_folder_can_only_read_it()
    {
        var job = MoverJob.Build(Backup with { Task = MoverTask.Restore, Restore = "r", StoreFolder = "/srv/c" });

        var mounts = job["spec"]!["template"]!["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray();
        Assert.True(mounts.Single(mount => mount!["name"]!.GetValue<string>() == "store")!["readOnly"]!.GetValue<bool>());
        Assert.Null(mounts.Single(mount => mount!["name"]!.GetValue<string>() == "data")!["readOnly"]);
    }

    [Fact]
    public void Names_longer_than_a_label_may_be_are_cut_there_and_whole_in_the_annotations()
    {
        var longest = new string('b', 120);

        var metadata = MoverJob.Build(Backup with { Backup = longest })["metadata"]!;

        Assert.Equal(63, metadata["labels"]![MoverLabels.Backup]!.GetValue<string>().Length);
        Assert.Equal(longest, metadata["annotations"]![MoverLabels.Backup]!.GetValue<string>());
    }

    [Fact]
    public void Names_follow_from_run_and_claim_and_from_nothing_else()
    {
        var (run, claim) = (Backup.Run, Backup.Claim);

        Assert.Equal(MoverNames.Job(run, claim), MoverNames.Job(run, new("shop", "redis-data")));
        Assert.NotEqual(MoverNames.Job(run, claim), MoverNames.Job(run, new("shop-redis", "data")));
        Assert.NotEqual(MoverNames.Job(run, claim), MoverNames.Job(Guid.Empty, claim));
        Assert.True(MoverNames.IsRecordOf("nightly", MoverNames.Record("nightly", run, claim)));
    }

    [Theory]
    [InlineData("nightly", "nightly")]
    [InlineData("nightly", "nightly.by-hand-made")]
    [InlineData("nightly", "nightly.0123456789ab.0123456789ab")]
    [InlineData("night", "nightly.0123456789ab")]
    public void Records_of_others_are_not_taken_for_a_backups_own(string backup, string record) =>
        Assert.False(MoverNames.IsRecordOf(backup, record));

    private static void AssertGolden(string name, MoverJobSpec spec)
    {
        JsonObject job = MoverJob.Build(spec);
        var actual = job.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("WORKFLOWS_UPDATE_GOLDEN") == "1")
        {
            Assert.Null(Environment.GetEnvironmentVariable("CI"));
            File.WriteAllText(Path.Combine(SourceFolder(), "Golden", $"{name}.json"), actual);
            return;
        }

        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Volumes", "Golden", $"{name}.json")), actual);
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
