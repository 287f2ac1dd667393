using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Backups;

public sealed class CaptureScopeTests
{
    private static readonly CaptureSlice Pods = Slice("pods", namespaced: true);
    private static readonly CaptureSlice Nodes = Slice("persistentvolumes", namespaced: false);
    private static readonly CaptureSlice Namespaces = Slice("namespaces", namespaced: false);

    [Fact]
    public void Objects_of_selected_namespaces_are_taken()
    {
        var scope = Scope(allExcept: false, "shop");

        Assert.True(scope.Includes(Pods, "shop", "web"));
        Assert.False(scope.Includes(Pods, "bank", "web"));
    }

    [Fact]
    public void Objects_of_excepted_namespaces_are_not_taken()
    {
        var scope = Scope(allExcept: true, "scratch");

        Assert.True(scope.Includes(Pods, "shop", "web"));
        Assert.False(scope.Includes(Pods, "scratch", "web"));
    }

    [Fact]
    public void A_namespace_is_taken_when_it_is_selected_itself()
    {
        var scope = Scope(allExcept: false, "shop");

        Assert.True(scope.Includes(Namespaces, null, "shop"));
        Assert.False(scope.Includes(Namespaces, null, "bank"));
    }

    [Fact]
    public void Objects_of_the_cluster_are_taken_whatever_the_namespaces() =>
        Assert.True(Scope(allExcept: false, "shop").Includes(Nodes, null, "disk-1"));

    [Fact]
    public void Of_a_kind_captured_by_name_only_the_names_are_taken()
    {
        var slice = Nodes with { NamedOnly = true };
        var scope = Scope(allExcept: false, "shop") with
        {
            Names = new Dictionary<string, HashSet<string>> { ["persistentvolumes"] = new HashSet<string> { "disk-1" } },
        };

        Assert.True(scope.Includes(slice, null, "disk-1"));
        Assert.False(scope.Includes(slice, null, "disk-2"));
    }

    private static CaptureScope Scope(bool allExcept, params string[] namespaces) => new()
    {
        AllNamespacesExcept = allExcept,
        Namespaces = namespaces.ToHashSet(StringComparer.Ordinal),
        Names = new Dictionary<string, HashSet<string>>(),
    };

    private static CaptureSlice Slice(string plural, bool namespaced) =>
        CaptureSlice.Of(new ApiResource("", "v1", plural, plural, namespaced, ["list"]), null);
}
