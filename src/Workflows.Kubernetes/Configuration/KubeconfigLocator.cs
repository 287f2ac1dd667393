using Workflows.Core.Clusters;
using Workflows.Core.Errors;

namespace Workflows.Kubernetes.Configuration;

/// <summary>
/// Finds which cluster is meant, in kubectl's order: the option, then <c>KUBECONFIG</c>, then <c>~/.kube/config</c>,
/// then the service account of the pod this runs in.
/// </summary>
internal static class KubeconfigLocator
{
    public static ClusterReference Locate(
        string? kubeconfigOption, string? contextOption, IReadOnlyDictionary<string, string?> environment)
    {
        var files = Files(kubeconfigOption, environment);
        if (files.Length > 0)
        {
            var context = Kubeconfig.Load(files).Context(NullIfEmpty(contextOption));
            return new ClusterReference(files, context.Name);
        }

        if (!InClusterConfig.IsAvailable(environment))
            throw new KubeconfigException(
                ErrorKind.Usage,
                "No cluster is given: there is no --kubeconfig, KUBECONFIG is not set, and ~/.kube/config does not exist.");
        if (NullIfEmpty(contextOption) is { } asked)
            throw new KubeconfigException(
                ErrorKind.NotFound,
                $"There is no context '{asked}': no kubeconfig is given, and the pod's own service account has no contexts.");
        return new ClusterReference([], null);
    }

    private static string[] Files(
        string? option, IReadOnlyDictionary<string, string?> environment)
    {
        if (NullIfEmpty(option) is { } path)
            return [Path.GetFullPath(path)];
        if (NullIfEmpty(environment.GetValueOrDefault("KUBECONFIG")) is { } list)
        {
            var files = list
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(Path.GetFullPath)
                .Distinct(StringComparer.Ordinal)
                .ToArray();
            if (files.Length > 0)
                return files;
        }

        var home = NullIfEmpty(environment.GetValueOrDefault("HOME"))
            ?? NullIfEmpty(environment.GetValueOrDefault("USERPROFILE"));
        var standard = home is null ? null : Path.GetFullPath(Path.Combine(home, ".kube", "config"));
        return standard is not null && File.Exists(standard) ? [standard] : [];
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
