using Workflows.Core.Clusters;

namespace Workflows.Cli.Commands;

/// <summary>What is checked before anything is created.</summary>
internal static class Preflight
{
    /// <summary>Finds the cluster that is meant and asks it for its version.</summary>
    /// <exception cref="Core.Errors.WorkflowsException">No such context, no answer, or no access.</exception>
    public static async Task<ClusterReference> ClusterAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cluster = context.Services.LocateCluster(context.Settings.Kubeconfig, context.Settings.Context);
        await context.Services.CheckCluster(cluster, cancellationToken);
        return cluster;
    }
}
