using System.Globalization;
using Workflows.Benchmarks.Running;
using Workflows.Core.Clusters;

namespace Workflows.Benchmarks.Clusters;

/// <summary>
/// A control plane without controllers, started by <c>infra/local/control-plane.sh</c> in a state folder of its own
/// and ended with this object: nothing but what a benchmark does happens in it.
/// </summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    /// <summary>What the script ends with where the machine can't run a control plane.</summary>
    private const int NotPossibleHere = 3;

    private const string Name = "bench";

    private readonly TemporaryFolder folder = new();

    private ControlPlane()
    {
    }

    public string Kubeconfig => folder.PathOf($"{Name}.kubeconfig");

    public ClusterReference Reference => new([Kubeconfig], null);

    /// <summary>The kubectl that the script found or fetched.</summary>
    public string Kubectl => folder.PathOf(Path.Combine("bin", "kubectl"));

    /// <summary>The processes of the API server and of etcd.</summary>
    public int[] Servers => [Pid("api"), Pid("etcd")];

    /// <exception cref="UnavailableException">This machine can't run one; the reason is the script's.</exception>
    public static async Task<ControlPlane> StartAsync(CancellationToken cancellationToken)
    {
        var plane = new ControlPlane();
        try
        {
            await plane.ScriptAsync(["up", Name, "--no-controllers"], cancellationToken);
            return plane;
        }
        catch (Exception failed)
        {
            await plane.DisposeAsync();
            throw failed is ProgramFailedException { ExitCode: NotPossibleHere } impossible
                ? new UnavailableException($"No control plane can be started: {impossible.Said}")
                : failed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ScriptAsync(["down", Name], CancellationToken.None);
        }
        finally
        {
            folder.Dispose();
        }
    }

    private int Pid(string component)
    {
        var identity = File.ReadAllText(folder.PathOf(Path.Combine(Name, "run", $"{component}.pid")));
        return int.Parse(identity.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private Task ScriptAsync(string[] arguments, CancellationToken cancellationToken) => ProgramRun.RunAsync(
        Path.Combine(Repository.Root, "infra", "local", "control-plane.sh"),
        arguments,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["WORKFLOWS_LOCAL_DIR"] = folder.Root },
        cancellationToken);
}
