using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Configuration;

public sealed class LocateTests : IDisposable
{
    private const string Config = """
        clusters: [{name: c, cluster: {server: "https://c"}}]
        contexts: [{name: one, context: {cluster: c}}, {name: two, context: {cluster: c}}]
        current-context: one
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Option_comes_before_the_environment_and_the_context_is_resolved()
    {
        var option = folder.Write("option", Config);
        var environment = Environment(("KUBECONFIG", folder.Write("other", Config)));

        var reference = ClusterConnection.Locate(option, null, environment);

        Assert.Equal([option], reference.Kubeconfig);
        Assert.Equal("one", reference.Context);
        Assert.Equal("two", ClusterConnection.Locate(option, "two", environment).Context);
    }

    [Fact]
    public void Relative_paths_become_absolute()
    {
        var file = folder.Write("option", Config);
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), file);

        Assert.Equal([file], ClusterConnection.Locate(relative, null, Environment()).Kubeconfig);
    }

    [Fact]
    public void Environment_is_a_list_whose_missing_files_are_passed_over()
    {
        var file = folder.Write("one", Config);
        var list = string.Join(Path.PathSeparator, folder.Path("missing"), "", file, file);

        var reference = ClusterConnection.Locate("", "", Environment(("KUBECONFIG", list)));

        Assert.Equal([folder.Path("missing"), file], reference.Kubeconfig);
        Assert.Equal("one", reference.Context);
    }

    [Fact]
    public void Home_comes_last()
    {
        var file = folder.Write(".kube/config", Config);

        Assert.Equal([file], ClusterConnection.Locate(null, null, Environment(("HOME", folder.Path("")))).Kubeconfig);
    }

    [Fact]
    public void Missing_option_file_is_not_found()
    {
        var error = Assert.Throws<KubeconfigException>(
            () => ClusterConnection.Locate(folder.Path("missing"), null, Environment()));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public void Nothing_at_all_is_a_usage_error_that_says_where_was_looked()
    {
        var error = Assert.Throws<KubeconfigException>(() => ClusterConnection.Locate(null, null, Environment()));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("KUBECONFIG", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_context_is_refused_at_once()
    {
        var error = Assert.Throws<KubeconfigException>(
            () => ClusterConnection.Locate(folder.Write("f", Config), "three", Environment()));

        Assert.Contains("one, two", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Environment(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value, StringComparer.Ordinal);
}
