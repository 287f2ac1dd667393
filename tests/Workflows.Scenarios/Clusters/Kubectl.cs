using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Clusters;

/// <summary>The kubectl that lies beside a local cluster's kubeconfig, else the one on the path.</summary>
internal static class Kubectl
{
    public static async Task<CommandResult> RunAsync(string kubeconfig, IEnumerable<string> arguments, string? input = null) =>
        await Running.Program.RunAsync(FileFor(kubeconfig), ["--kubeconfig", kubeconfig, .. arguments], input: input);

    public static string FileFor(string kubeconfig)
    {
        var beside = Path.Combine(Path.GetDirectoryName(kubeconfig)!, "bin", "kubectl");
        return File.Exists(beside) ? beside : "kubectl";
    }
}
