using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Plans;
using Workflows.Core.Volumes;

namespace Workflows.Core.Tests.Plans.Rules;

public sealed class VolumePolicyReadingTests
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

    private const string Source = "volumes.yaml";

    private static readonly string[] Slips =
        ["", ":", "-", "{", "]", "\n", "\t", " ", "\"", "&a", "*a", "<<: ", "|", "%", "\0", "\ud800", "null", "- ", "?", "#"];

    [Fact]
    public void Everything_that_veleros_form_can_say_is_read()
    {
        var policies = RuleReader.VolumePolicies(
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
            Source);

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

    [Theory]
    [InlineData("", 0, "", "This is empty.")]
    [InlineData("- a", 1, "", "Fields are expected here")]
    [InlineData("a: b: c", 1, "", "This is not valid YAML.")]
    [InlineData("version: v1\nversion: v1", 2, "", "is given twice")]
    [InlineData("version: v2\nvolumePolicies: [{conditions: {}, action: {type: skip}}]", 1, "version", "One of v1 is expected here.")]
    [InlineData("volumePolicies: [{conditions: {}, action: {type: skip}}]", 1, "version", "This field is needed.")]
    [InlineData("version: v1", 1, "volumePolicies", "This field is needed.")]
    [InlineData("version: v1\nvolumePolicies: []", 2, "volumePolicies", "At least one policy is expected here.")]
    [InlineData("version: v1\nvolumePolicies: {}", 2, "volumePolicies", "A list is expected here.")]
    [InlineData("version: v1\nvolumePolicies:\n- x", 3, "volumePolicies", "Fields are expected here.")]
    [InlineData("version: v1\nvolumePolicy: []", 2, "volumePolicy", "There is no such field here; there are version, volumePolicies.")]
    [InlineData("version: v1\n---\nversion: v1", 3, "", "Here begins a second document")]
    [InlineData("kind: ConfigMap\ndata: {}", 1, "kind", "This is a Kubernetes object; the policies are what stands in its data")]
    [InlineData("version: v1\nincludeExcludePolicy: {}", 2, "includeExcludePolicy", "This is said by the selection")]
    public void What_is_no_file_of_policies_is_refused_with_its_line(string text, int line, string field, string problem) =>
        AssertRefused(text, line, field, problem);

    [Theory]
    [InlineData("- action: {type: skip}", 3, "conditions", "This field is needed.")]
    [InlineData("- conditions: {}", 3, "action", "This field is needed.")]
    [InlineData("- conditions: {}\n  action: {}", 4, "action.type", "This field is needed.")]
    [InlineData("- conditions: {}\n  action:\n    type: custom", 5, "action.type", "One of fs-backup, filesystem, snapshot, snapshot+move, skip is expected here.")]
    [InlineData("- conditions: {}\n  action:\n    type: skip\n    parameters: {a: b}", 6, "action.parameters", "An action takes no parameters.")]
    [InlineData("- conditions: {}\n  actions: {type: skip}", 4, "actions", "There is no such field here")]
    [InlineData("- conditions:\n    size: 1Gi\n  action: {type: skip}", 4, "conditions.size", "There is no such field here; there are capacity, storageClass")]
    [InlineData("- conditions:\n    storageClass: {a: b}\n  action: {type: skip}", 4, "conditions.storageClass", "A list is expected here.")]
    [InlineData("- conditions:\n    storageClass:\n    - a\n    -\n  action: {type: skip}", 6, "conditions.storageClass", "A text is expected here.")]
    [InlineData("- conditions:\n    capacity: 10Gi\n  action: {type: skip}", 4, "conditions.capacity", "\"10Gi\" is no range: write \"10Gi,100Gi\"")]
    [InlineData("- conditions:\n    capacity: 1,2,3\n  action: {type: skip}", 4, "conditions.capacity", "\"1,2,3\" is no range")]
    [InlineData("- conditions:\n    capacity: 10GB,\n  action: {type: skip}", 4, "conditions.capacity", "\"10GB\" is no amount")]
    [InlineData("- conditions:\n    capacity: 2Gi,1Gi\n  action: {type: skip}", 4, "conditions.capacity", "\"2Gi,1Gi\" takes no volume")]
    [InlineData("- conditions:\n    capacity: ',0'\n  action: {type: skip}", 4, "conditions.capacity", "\",0\" takes no volume")]
    [InlineData("- conditions:\n    capacity: []\n  action: {type: skip}", 4, "conditions.capacity", "A text is expected here.")]
    [InlineData("- conditions:\n    accessModes: [RWO]\n  action: {type: skip}", 4, "conditions.accessModes", "\"RWO\" is none of ReadWriteOnce")]
    [InlineData("- conditions:\n    pvcPhase: [Gone]\n  action: {type: skip}", 4, "conditions.pvcPhase", "\"Gone\" is none of")]
    [InlineData("- conditions:\n    volumeTypes: [disk]\n  action: {type: skip}", 4, "conditions.volumeTypes", "\"disk\" is none of")]
    [InlineData("- conditions:\n    csi:\n      drivers: a\n  action: {type: skip}", 5, "conditions.csi.drivers", "There is no such field here; there are driver, volumeAttributes.")]
    [InlineData("- conditions:\n    csi:\n      volumeAttributes: {a: b}\n  action: {type: skip}", 5, "conditions.csi.volumeAttributes", "one driver only")]
    [InlineData("- conditions:\n    csi: ebs.csi.aws.com\n  action: {type: skip}", 4, "conditions.csi", "Fields are expected here.")]
    [InlineData("- conditions:\n    pvcLabels: {a: [b]}\n  action: {type: skip}", 4, "conditions.pvcLabels", "A text is expected here.")]
    [InlineData("- conditions:\n    pvcLabels: {tier: 1}\n  action: {type: skip}", 4, "conditions.pvcLabels", "put 1 into quotes")]
    [InlineData("- conditions:\n    pvcLabels: [a]\n  action: {type: skip}", 4, "conditions.pvcLabels", "Names and texts are expected here.")]
    public void A_policy_that_makes_no_sense_is_refused_with_its_line(string policy, int line, string field, string problem) =>
        AssertRefused($"version: v1\nvolumePolicies:\n{policy}\n", line, $"volumePolicies[0].{field}", problem);

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
                    Assert.NotEmpty(RuleReader.VolumePolicies(text, Source).Entries);
                }
                catch (PlanException refused)
                {
                    Assert.StartsWith(Source, refused.Message, StringComparison.Ordinal);
                }
            }).QuickCheckThrowOnFailure();

    private static void AssertRefused(string text, int line, string field, string problem)
    {
        var refused = Assert.Throws<PlanException>(() => RuleReader.VolumePolicies(text, Source));

        Assert.Contains(refused.Problems, told =>
            told.Line == line && told.Field == field && told.Text.Contains(problem, StringComparison.Ordinal));
    }
}
