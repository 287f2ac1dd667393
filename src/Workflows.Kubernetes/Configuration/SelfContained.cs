using Workflows.Core.Errors;

namespace Workflows.Kubernetes.Configuration;

/// <summary>Tells a kubeconfig that holds all that it needs from one that points to this machine's files and programs.</summary>
internal static class SelfContained
{
    private static readonly string[] FilesOfCluster = ["certificate-authority"];
    private static readonly string[] FilesOfUser = ["client-certificate", "client-key", "tokenFile"];

    /// <exception cref="KubeconfigException">It does not.</exception>
    public static void Require(Kubeconfig config, string? context, bool mayHavePlugin)
    {
        var chosen = config.Context(context);
        RequireNoFiles(config.Cluster(chosen), FilesOfCluster);
        if (config.User(chosen) is not { } user)
            return;
        RequireNoFiles(user, FilesOfUser);
        if (!mayHavePlugin && user.Child("exec") is not null)
        {
            throw new KubeconfigException(
                ErrorKind.Usage,
                $"The user {user} uses a credential plugin (exec), and no program is run because a kubeconfig from elsewhere "
                + "says so. Put a token or a client certificate into it, or declare the cluster as aks, eks or gke.");
        }
    }

    private static void RequireNoFiles(KubeconfigEntry entry, string[] fields)
    {
        foreach (var field in fields.Where(field => entry.Text(field) is not null))
        {
            throw new KubeconfigException(
                ErrorKind.Usage,
                $"{entry} names a file ({field}), and a kubeconfig from elsewhere names no files of this machine. Put what is "
                + "in it into the kubeconfig: kubectl config view --raw --flatten");
        }
    }
}
