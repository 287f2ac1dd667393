using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>What is wrong with the command line itself is found before anybody is spoken to.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class UsageTests(BlueAndGreen clusters) : IDisposable
{
    private const int Usage = 2;

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersTheory]
    [InlineData("--include-secrets", "x")]
    [InlineData("--include-secrets", "x", "--include-secrets", "--exclude-secrets")]
    [InlineData("UPPER", "UPPER", "--include-secrets")]
    [InlineData("a/b", "a/b", "--include-secrets")]
    [InlineData("..", "..", "--include-secrets")]
    [InlineData("team[", "x", "--include-secrets", "--include-namespaces", "team[")]
    [InlineData("--include-namespaces", "x", "--include-secrets", "--include-namespaces", "a,,b")]
    [InlineData("app in (", "x", "--include-secrets", "--selector", "app in (")]
    [InlineData("elector", "x", "--include-secrets", "--selector", "a=b", "--or-selector", "c=d")]
    [InlineData("tomorrow", "x", "--include-secrets", "--ttl", "tomorrow")]
    [InlineData("--ttl", "x", "--include-secrets", "--ttl", "0h")]
    [InlineData("perhaps", "x", "--include-secrets", "--include-cluster-resources", "perhaps")]
    [InlineData("--no-such-option", "x", "--include-secrets", "--no-such-option")]
    public Task A_backup_that_can_t_be_meant_is_refused(string says, params string[] arguments) =>
        Refusal.AssertAsync(
            workspace, Usage, says, ["backup", "create", .. arguments, "--kubeconfig", clusters.Blue.Kubeconfig]);

    [ClustersTheory]
    [InlineData("shop", "--namespace-mappings", "shop")]
    [InlineData("a:b:c", "--namespace-mappings", "a:b:c")]
    [InlineData("'c'", "--namespace-mappings", "a:c,b:c")]
    [InlineData("replace", "--conflict", "replace")]
    public Task A_restore_that_can_t_be_meant_is_refused(string says, params string[] arguments) =>
        Refusal.AssertAsync(
            workspace,
            Usage,
            says,
            ["restore", "create", "r", "--from-backup", "x", .. arguments, "--kubeconfig", clusters.Green.Kubeconfig]);
}
