using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Reading;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Backups;

/// <summary>Who has rights in some namespaces only backs those up, and is told what that leaves out.</summary>
public sealed class NamespaceUserTests : IAsyncLifetime
{
    private readonly LiveNamespace ns = LiveNamespace.Reserve();

    public async Task InitializeAsync()
    {
        await ns.MakeAsync();
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "mine");
    }

    public Task DisposeAsync() => ns.DisposeAsync().AsTask();

    [ClusterFact]
    public async Task What_may_be_listed_is_in_the_backup()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "configmaps");
        using var steps = new BackupSteps(user.Reference, Named(ns.Name));

        var summary = await steps.CommitAsync(await steps.CaptureAllAsync(await steps.PlanAsync()));

        var reader = await ArchiveReader.OpenAsync(steps.Services.Stores.Get(steps.Store), steps.Spec.Name, default);
        var names = new List<string>();
        await foreach (var entry in reader.ReadIndexAsync(default))
        {
            Assert.Equal(ns.Name, entry.Key.Namespace);
            names.Add(entry.Key.Name);
        }

        Assert.Contains("mine", names);
        Assert.Equal(names.Count, summary!.Objects);
        Assert.Contains(reader.Manifest.Warnings, warning => warning.Message.Contains("may not be listed", StringComparison.Ordinal));
    }

    [ClusterFact]
    public async Task The_revision_comes_from_whatever_may_be_listed()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "deployments");
        using var steps = new BackupSteps(user.Reference, Named(ns.Name));

        Assert.NotEmpty(await steps.RevisionAsync());
        Assert.True((await steps.PlanAsync()).Parts >= 1);
    }

    [ClusterFact]
    public async Task Who_may_list_nothing_is_told_so()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "services/status");
        using var steps = new BackupSteps(user.Reference, Named(ns.Name));

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(steps.PlanAsync);

        Assert.True(refused.IsForbidden);
    }

    [ClusterFact]
    public async Task A_namespace_that_is_labelled_out_is_left_out_where_that_can_be_seen()
    {
        await ns.MergeAsync(
            Kinds.Namespaces, ns.Name, """{ "metadata": { "labels": { "velero.io/exclude-from-backup": "true" } } }""");
        await using var user = await NamespaceUser.CreateAsync(ns, "configmaps", "namespaces");
        using var steps = new BackupSteps(user.Reference, Named(ns.Name));

        Assert.Equal(0, (await steps.PlanAsync()).Parts);
    }

    [ClusterFact]
    public async Task An_excluded_namespace_is_left_out_also_where_it_is_included_by_name()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "configmaps");
        using var steps = new BackupSteps(
            user.Reference, Named(ns.Name, "wf-somewhere-else") with { ExcludedNamespaces = ["wf-some*"] });

        var parts = await steps.PartsAsync(await steps.PlanAsync());

        Assert.All(parts.SelectMany(part => part.Slices), slice => Assert.Equal(ns.Name, slice.Namespace));
    }

    [ClusterFact]
    public async Task A_namespace_that_is_named_twice_is_captured_once()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "configmaps");
        using var steps = new BackupSteps(user.Reference, Named(ns.Name, ns.Name));

        Assert.NotNull(await steps.CommitAsync(await steps.CaptureAllAsync(await steps.PlanAsync())));
    }

    private static ObjectSelection Named(params string[] names) => new() { IncludedNamespaces = names };
}
