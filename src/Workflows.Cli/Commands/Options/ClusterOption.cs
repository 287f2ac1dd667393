using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Options;

/// <summary>A declared cluster in place of a kubeconfig.</summary>
internal sealed class ClusterOption
{
    private readonly Option<string> cluster = new("--cluster")
    {
        Description = "The cluster that was declared by this name ('workflows get clusters'), in place of --context and --kubeconfig.",
        HelpName = "CLUSTER",
    };

    public ClusterOption(CliApplication application) => cluster.CompletionSources.Add(
        (CompletionContext context) => ResourceArguments.NamesOf(application, context, ResourceKind.Cluster));

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(cluster);
    }

    /// <summary>Finds the cluster that is meant, by its name or else by the kubeconfig; speaks to no cluster.</summary>
    /// <exception cref="UsageException">Both are given.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">There is no such cluster or context.</exception>
    public async Task<ClusterReference> LocateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await FindAsync(context, cancellationToken)
            ?? context.Services.LocateCluster(context.Settings.Kubeconfig, context.Settings.Context);
    }

    /// <summary>Finds the cluster that is meant by its name; null where none is named. Speaks to no cluster.</summary>
    /// <exception cref="UsageException">A kubeconfig is named, too.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">There is no such cluster.</exception>
    public async Task<ClusterReference?> FindAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Parse.GetValue(cluster) is not { } name)
        {
            return null;
        }

        if (context.Settings.Kubeconfig is not null || context.Settings.Context is not null)
        {
            throw new UsageException(
                $"--cluster names a declared cluster, and {(context.Settings.Kubeconfig is null ? "--context" : "--kubeconfig")} another one: give one of them.");
        }

        var found = await new DeclaredResources(context).Catalog.RequireAsync(ResourceKind.Cluster, name, cancellationToken);
        return ((ClusterResource)found.Resource).Named;
    }

    /// <summary>The same, and asks the cluster for its version: proof that it answers and takes the credentials.</summary>
    /// <exception cref="UsageException">Both are given.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">There is no such cluster or context, no answer, or no access.</exception>
    public async Task<ClusterReference> CheckedAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var reference = await LocateAsync(context, cancellationToken);
        await context.Services.CheckCluster(reference, cancellationToken);
        return reference;
    }
}
