using System.Text;
using System.Text.Json;
using Workflows.Activities.Restores;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Restores.Planning;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Committing;
using Workflows.Archive.Errors;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Restores.Rules;

namespace Workflows.Activities.Tests.Restores;

/// <summary>What is not as it was archived is found out before anything is created.</summary>
public sealed class DamagedArchiveTests : IDisposable
{
    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task A_byte_late_in_the_last_segment_is_found_before_anything_is_planned()
    {
        await using var ns = LiveNamespace.Reserve();
        var manifest = await run.BackUpAsync(
            [TestObject.Create("namespaces", "v1", "Namespace", null, ns.Name)],
            [.. Enumerable.Range(0, 300).Select(number => TestObject.ConfigMap(ns.Name, $"settings-{number}", $"{number * 7919}"))]);
        var segment = manifest.Archive.Segments[1];
        FlipAByte(manifest.Archive.Path, segment.Offset + segment.Length - 40);
        var spec = run.Spec();

        var damaged = await Assert.ThrowsAsync<ArchiveDamagedException>(() => run.PlanAsync(spec));

        Assert.Contains(manifest.Archive.Path, damaged.Where, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(run.Folder, "chunk-*.json", SearchOption.AllDirectories));
        Assert.Null(await ns.FindAsync(Kinds.Namespaces, ns.Name));
        Assert.True(await new CleanUpRestoreActivity(run.Services).RunAsync(RestoreRun.Context, new(spec, RestoreRun.Claim.RunUid), default));
    }

    [ClusterTheory]
    [InlineData("\"everything\"")]
    [InlineData("""{ "selection": { "includedNamespaces": 7 } }""")]
    public async Task A_manifest_with_something_else_for_a_selection_is_refused(string selection)
    {
        await BackupReservation.AcquireAsync(run.Store, "nightly", TestBackup.Owner());
        var segment = await TestBackup.StageAsync(run.Store, "nightly", 0, [TestObject.ConfigMap("default", "wf-settings")]);
        await ArchiveCommit.CommitAsync(
            run.Store, key: null, TestBackup.Draft("nightly") with { Selection = JsonElement.Parse(selection) }, [segment], []);

        var damaged = await Assert.ThrowsAsync<ArchiveDamagedException>(() => run.PlanAsync(run.Spec()));

        Assert.Equal("catalog/backups/nightly.json", damaged.Where);
    }

    [Theory]
    [InlineData("""{ "kind": "ConfigMap", "metadata": { "name": "other" } }""")]
    [InlineData("""{ "kind": "ConfigMap", "metadata": { "generateName": "settings-" } }""")]
    [InlineData("""{ "kind": "ConfigMap", "metadata": { "name": 7 } }""")]
    [InlineData("""{ "kind": "ConfigMap", "metadata": "settings" }""")]
    [InlineData("""{ "kind": "ConfigMap" }""")]
    [InlineData("""[{ "metadata": { "name": "settings" } }]""")]
    [InlineData("""{ "metadata": { "name": "settings" }, "metadata": { "name": "other" } }""")]
    [InlineData("""{ "metadata": { "name": "settings" """)]
    public void An_object_that_is_not_the_one_that_the_index_names_is_refused_by_its_key(string json)
    {
        var location = new ObjectLocation("configmaps", "shop", "settings", 0, 1, 1, 0, 1, "");
        var item = new ChunkItem("configmaps", "shop", "settings", "v1", "ConfigMap", location);
        var context = new RestoreRuleContext { BackupName = "nightly", RestoreName = "first" };

        var refused = Assert.Throws<WorkflowsException>(
            () => RestoredObject.From(item, Encoding.UTF8.GetBytes(json), context));

        Assert.Equal(ErrorKind.Damaged, refused.Kind);
        Assert.Contains("configmaps/shop/settings", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Files of a store are not for writing; a disk does not mind.</summary>
    private void FlipAByte(string path, long offset)
    {
        var file = Path.Combine(run.Folder, path);
        var bytes = File.ReadAllBytes(file);
        bytes[offset] ^= 0x10;
        File.Delete(file);
        File.WriteAllBytes(file, bytes);
    }
}
