using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Cli.Errors;
using Workflows.Cli.Policies;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Cli.Tests.Policies;

public sealed class VolumePolicyFileTests : IDisposable
{
    private const decimal Gi = 1L << 30;

    private const string Written =
        """
        version: v1
        volumePolicies:
        - conditions:
            capacity: "1Gi,10Gi"
            storageClass: [a, b]
            csi: { driver: d, volumeAttributes: { a: b } }
            nfs: { server: s, path: /p }
            pvcLabels: { c: d }
          action: { type: skip }
        """;

    private static readonly string[] Slips =
        ["", ":", "-", "{", "]", "\n", "\t", " ", "\"", "&a", "*a", "<<: ", "|", "%", "\0", "\ud800", "null", "- ", "?", "#"];

    private readonly CliHarness cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void Everything_that_veleros_form_can_say_is_read()
    {
        var policies = VolumePolicyFile.Parse(
            """
            # as in Velero
            version: v1
            volumePolicies:
            - conditions:
                capacity: "10Gi, 100Gi"
                storageClass: [gp2, gp3]
                csi:
                  driver: ebs.csi.aws.com
                  volumeAttributes: { encrypted: "true" }
                accessModes: [ReadWriteOnce]
                pvcLabels: { app: db, tier: "1" }
                pvcPhase: [Bound]
              action: { type: snapshot }
            - conditions:
                nfs: {}
                volumeTypes: [nfs, configmap]
              action: { type: fs-backup, parameters: }
            - conditions: { capacity: ",1Gi" }
              action: { type: snapshot+move }
            - conditions: {}
              action:
                type: skip
            """,
            "volumes.yaml");

        Assert.Equal([4L, 14L, 18L, 20L], policies.Entries.Select(entry => (long)entry.Line));
        Assert.Equal([1, 2, 3, 4], policies.Entries.Select(entry => entry.Number));
        Assert.Equal(
            [VolumeAction.Snapshot, VolumeAction.Filesystem, VolumeAction.SnapshotAndMove, null],
            policies.Entries.Select(entry => entry.Action));
        var first = policies.Entries[0].Conditions;
        Assert.Equal(new(10 * Gi, 100 * Gi), first.Capacity);
        Assert.Equal(["gp2", "gp3"], first.StorageClass);
        Assert.Equal(["ReadWriteOnce"], first.AccessModes);
        Assert.Equal("ebs.csi.aws.com", first.Csi!.Driver);
        Assert.Equal("true", first.Csi.VolumeAttributes["encrypted"]);
        Assert.Equal(("db", "1"), (first.PvcLabels["app"], first.PvcLabels["tier"]));
        Assert.Equal(["Bound"], first.PvcPhase);
        Assert.Equal(new(null, null), policies.Entries[1].Conditions.Nfs);
        Assert.Equal(["nfs", "configmap"], policies.Entries[1].Conditions.VolumeTypes);
        Assert.Equal(new(null, Gi), policies.Entries[2].Conditions.Capacity);
        Assert.Null(policies.Entries[3].Conditions.Csi);
    }

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
            VolumePolicies = VolumePolicyFile.Parse(
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

    [Theory]
    [InlineData("", "volumes.yaml holds no volume policies")]
    [InlineData("- a", "line 1: must be a mapping")]
    [InlineData("a: b: c", "line 1: is not valid YAML here")]
    [InlineData("version: v1\nversion: v1", "line 2: gives the same key twice")]
    [InlineData("version: v2\nvolumePolicies: [{conditions: {}, action: {type: skip}}]", "line 1: 'version' must be v1, not v2")]
    [InlineData("volumePolicies: [{conditions: {}, action: {type: skip}}]", "'version' must be v1.")]
    [InlineData("version: v1", "'volumePolicies' must be a list of at least one policy")]
    [InlineData("version: v1\nvolumePolicies: []", "line 2: 'volumePolicies' must be a list of at least one policy")]
    [InlineData("version: v1\nvolumePolicies: {}", "line 2: 'volumePolicies' must be a list of mappings")]
    [InlineData("version: v1\nvolumePolicies:\n- x", "line 3: 'volumePolicies' must be a list of mappings")]
    [InlineData("version: v1\nvolumePolicy: []", "line 2: 'volumePolicy' is not known here; there can be: version, volumePolicies")]
    [InlineData("version: v1\n---\nversion: v1", "line 3: begins a second document")]
    [InlineData("kind: ConfigMap\ndata: {}", "line 1: is a Kubernetes object; the policies are what stands in its data")]
    [InlineData("version: v1\nincludeExcludePolicy: {}", "line 2: 'includeExcludePolicy' is said on the command line")]
    public void What_is_no_file_of_policies_is_refused_with_its_line(string text, string expected) => AssertRefused(text, expected);

    [Theory]
    [InlineData("- action: {type: skip}", "line 3: a policy without 'conditions'")]
    [InlineData("- conditions: {}", "line 3: a policy without 'action'")]
    [InlineData("- conditions: {}\n  action: {}", "line 4: the action's 'type' must be fs-backup, filesystem, snapshot, snapshot+move or skip.")]
    [InlineData("- conditions: {}\n  action:\n    type: custom", "line 5: the action's 'type' must be fs-backup, filesystem, snapshot, snapshot+move or skip, not 'custom'")]
    [InlineData("- conditions: {}\n  action:\n    type: skip\n    parameters: {a: b}", "line 6: an action takes no parameters")]
    [InlineData("- conditions: {}\n  actions: {type: skip}", "line 3: a policy without 'action'")]
    [InlineData("- conditions:\n    size: 1Gi\n  action: {type: skip}", "line 4: 'size' is not known here; there can be: capacity, storageClass")]
    [InlineData("- conditions:\n    storageClass: {a: b}\n  action: {type: skip}", "line 4: 'storageClass' must be a list of texts")]
    [InlineData("- conditions:\n    storageClass:\n    - a\n    -\n  action: {type: skip}", "line 6: 'storageClass' must be a list of texts")]
    [InlineData("- conditions:\n    capacity: 10Gi\n  action: {type: skip}", "line 4: 'capacity' can't be '10Gi'; write \"10Gi,100Gi\"")]
    [InlineData("- conditions:\n    capacity: 1,2,3\n  action: {type: skip}", "line 4: 'capacity' can't be '1,2,3'")]
    [InlineData("- conditions:\n    capacity: 10GB,\n  action: {type: skip}", "line 4: 'capacity': '10GB' is no amount")]
    [InlineData("- conditions:\n    capacity: 2Gi,1Gi\n  action: {type: skip}", "line 4: 'capacity' of '2Gi,1Gi' takes no volume")]
    [InlineData("- conditions:\n    capacity: ',0'\n  action: {type: skip}", "line 4: 'capacity' of ',0' takes no volume")]
    [InlineData("- conditions:\n    capacity: []\n  action: {type: skip}", "line 4: 'capacity' must be a text")]
    [InlineData("- conditions:\n    accessModes: [RWO]\n  action: {type: skip}", "line 4: 'accessModes' can't be 'RWO'; it is one of ReadWriteOnce")]
    [InlineData("- conditions:\n    pvcPhase: [Gone]\n  action: {type: skip}", "line 4: 'pvcPhase' can't be 'Gone'")]
    [InlineData("- conditions:\n    volumeTypes: [disk]\n  action: {type: skip}", "line 4: 'volumeTypes' can't be 'disk'")]
    [InlineData("- conditions:\n    csi:\n      drivers: a\n  action: {type: skip}", "line 5: 'drivers' is not known here; there can be: driver, volumeAttributes")]
    [InlineData("- conditions:\n    csi:\n      volumeAttributes: {a: b}\n  action: {type: skip}", "line 5: 'volumeAttributes' mean something to one driver only")]
    [InlineData("- conditions:\n    csi: ebs.csi.aws.com\n  action: {type: skip}", "line 4: 'csi' must be a mapping")]
    [InlineData("- conditions:\n    pvcLabels: {a: [b]}\n  action: {type: skip}", "line 4: 'a' must be a text")]
    [InlineData("- conditions:\n    pvcLabels: [a]\n  action: {type: skip}", "line 4: 'pvcLabels' must be a mapping")]
    public void A_policy_that_makes_no_sense_is_refused_with_its_line(string policy, string expected) =>
        AssertRefused($"version: v1\nvolumePolicies:\n{policy}\n", expected);

    [Fact]
    public void A_file_with_slips_of_the_pen_is_read_or_refused_and_nothing_else() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(0, Written.Length - 1), Gen.Zip(Gen.Choose(0, 3), Gen.Elements(Slips))).ListOf().ToArbitrary(),
            slips =>
            {
                var text = Written;
                foreach (var (place, (removed, inserted)) in slips)
                {
                    var at = Math.Min(place, text.Length);
                    text = text.Remove(at, Math.Min(removed, text.Length - at)).Insert(at, inserted);
                }

                try
                {
                    Assert.NotEmpty(VolumePolicyFile.Parse(text, "volumes.yaml").Entries);
                }
                catch (UsageException refused)
                {
                    Assert.StartsWith("volumes.yaml", refused.Message, StringComparison.Ordinal);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_file_that_is_not_understood_is_a_usage_error_and_nothing_is_done()
    {
        var file = Path.Combine(cli.WorkPath, "volumes.yaml");
        await File.WriteAllTextAsync(file, "version: v1\nvolumePolicies:\n- conditions: {}\n  action: {type: keep}\n");
        var before = cli.Files();

        var run = await CreateAsync("--include-volume-data", "--mover-image", "mover:1", "--volume-policies", file);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{file}, line 4: the action's 'type' must be", run.Error, StringComparison.Ordinal);
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

    private static void AssertRefused(string text, string expected)
    {
        var refused = Assert.Throws<UsageException>(() => VolumePolicyFile.Parse(text, "volumes.yaml"));
        Assert.StartsWith("volumes.yaml", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }
}
