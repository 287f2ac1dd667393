using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Authentication;

/// <summary>A credential plugin as a kubeconfig's user names it (Kubernetes documentation, "client-go credential plugins").</summary>
/// <param name="ApiVersion">Of client.authentication.k8s.io: v1 or v1beta1.</param>
/// <param name="Command">A name on the path, or an absolute path.</param>
/// <param name="Arguments">Each argument as it is passed; no shell is involved.</param>
/// <param name="Environment">What is added to this process's environment.</param>
/// <param name="Origin">The user and file it comes from, for messages.</param>
internal sealed record ExecPlugin(
    string ApiVersion,
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string Origin)
{
    /// <summary>What to tell a person when the command is not installed.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster as the plugin is told of it; null unless it asked (<c>provideClusterInfo</c>).</summary>
    public JsonObject? Cluster { get; init; }

    /// <summary>Arguments and environment may hold secrets.</summary>
    public override string ToString() => $"credential plugin '{Command}' of {Origin}";
}
