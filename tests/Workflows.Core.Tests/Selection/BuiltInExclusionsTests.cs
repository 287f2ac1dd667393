using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class BuiltInExclusionsTests
{
    [Theory]
    [InlineData("events")]
    [InlineData("events.events.k8s.io")]
    [InlineData("leases.coordination.k8s.io")]
    [InlineData("nodes")]
    [InlineData("volumeattachments.storage.k8s.io")]
    [InlineData("pods.metrics.k8s.io")]
    [InlineData("volumesnapshots.snapshot.storage.k8s.io")]
    [InlineData("restores.velero.io")]
    public void Backups_leave_out_what_is_of_the_moment_or_of_the_machines(string resource) =>
        Assert.NotNull(BuiltInExclusions.ForBackup(GroupResource.Parse(resource)));

    [Theory]
    [InlineData("events.example.com")]
    [InlineData("nodes.example.com")]
    [InlineData("endpoints")]
    [InlineData("schedules.velero.io")]
    [InlineData("metrics.example.com")]
    [InlineData("backups.example.com")]
    public void Backups_keep_what_only_looks_alike(string resource) =>
        Assert.Null(BuiltInExclusions.ForBackup(GroupResource.Parse(resource)));

    [Theory]
    [InlineData("nodes")]
    [InlineData("events")]
    [InlineData("backups.velero.io")]
    [InlineData("restores.velero.io")]
    [InlineData("backuprepositories.velero.io")]
    [InlineData("csinodes.storage.k8s.io")]
    [InlineData("volumeattachments.storage.k8s.io")]
    public void Restores_leave_out_all_that_velero_never_restores(string resource) =>
        Assert.NotNull(BuiltInExclusions.ForRestore(GroupResource.Parse(resource)));

    [Fact]
    public void Each_exclusion_has_a_reason_and_stands_once()
    {
        Assert.All(BuiltInExclusions.Restore, exclusion => Assert.EndsWith(".", exclusion.Reason, StringComparison.Ordinal));
        Assert.Equal(
            BuiltInExclusions.Restore.Count,
            BuiltInExclusions.Restore.Select(exclusion => exclusion.Resource).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void System_namespaces_are_restored_only_if_named_exactly()
    {
        Assert.True(BuiltInExclusions.IsLeftOutOfRestore("kube-system", new ObjectSelection()));
        Assert.True(BuiltInExclusions.IsLeftOutOfRestore("kube-system", new ObjectSelection { IncludedNamespaces = ["*-system"] }));
        Assert.False(BuiltInExclusions.IsLeftOutOfRestore("kube-system", new ObjectSelection { IncludedNamespaces = ["kube-system"] }));
        Assert.False(BuiltInExclusions.IsLeftOutOfRestore("shop", new ObjectSelection()));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void The_label_of_velero_keeps_an_object_out(string value, bool isOut) =>
        Assert.Equal(isOut, BuiltInExclusions.ReasonAgainstBackup(
            new("pods", ""), new Dictionary<string, string>(StringComparer.Ordinal) { [BuiltInExclusions.ExcludeLabel] = value }) is not null);

    [Fact]
    public void Apiservices_that_the_server_registers_are_left_out()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [BuiltInExclusions.AutomanagedLabel] = "onstart" };

        Assert.NotNull(BuiltInExclusions.ReasonAgainstBackup(new("apiservices", "apiregistration.k8s.io"), labels));
        Assert.Null(BuiltInExclusions.ReasonAgainstBackup(new("configmaps", ""), labels));
    }
}
