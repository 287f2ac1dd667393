using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Core.Clusters.Access;
using Workflows.Core.Resources;

namespace Workflows.Cli.Commands.Clusters;

/// <summary><c>workflows cluster check</c>.</summary>
internal sealed class ClusterCheckCommand : CliCommand
{
    private static readonly string[] Tasks = [.. Enum.GetNames<ClusterTask>().Select(task => task.ToLowerInvariant())];

    private readonly Option<string[]> tasks = new("--for")
    {
        Description = $"What is to be done: {string.Join(", ", Tasks)} (default: backup).",
        HelpName = "TASK,…",
    };

    private readonly Option<string[]> namespaces = new("--namespace", "-n")
    {
        Description = "Only in these namespaces (default: everywhere).",
        HelpName = "NAMESPACE,…",
    };

    private readonly ClusterOption cluster;

    public ClusterCheckCommand(CliApplication application)
        : base(application, "check", "Says whether a cluster answers, and which rights are missing for what is to be done with it.")
    {
        cluster = new ClusterOption(application);
        cluster.AddTo(this);
        Options.Add(tasks);
        Options.Add(namespaces);
    }

    public override string Changes => "nothing. Exit code 1 says that rights are missing; each is named. The roles of infra/cluster grant them.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows cluster check --context prod", "before the first backup"),
        new("workflows cluster check --cluster prod", "the same of a cluster that was declared by name"),
        new("workflows cluster check --for backup,volumes,hooks", "with volumes and hooks"),
        new("workflows cluster check --for restore --context green -o json", "before a migration, for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var request = new AccessRequest(TasksOf(context.Parse), NamespacesOf(context.Parse));
        var reference = await cluster.LocateAsync(context, cancellationToken);
        var access = await context.Services.ReviewAccess(reference, request, cancellationToken);
        var document = ClusterAccessDocument.Of(reference, access);
        return new CommandResult(
            document, output => ClusterAccessView.Write(output, document), document.Ok ? ExitCodes.Done : ExitCodes.Failed);
    }

    private IReadOnlyList<ClusterTask> TasksOf(ParseResult parse)
    {
        var named = CommaList.Read(parse, tasks);
        return named.Count == 0 ? [ClusterTask.Backup] : [.. named.Distinct(StringComparer.Ordinal).Select(TaskOf)];
    }

    private static ClusterTask TaskOf(string name) => Tasks.Contains(name, StringComparer.Ordinal)
        ? Enum.Parse<ClusterTask>(name, ignoreCase: true)
        : throw new UsageException($"--for: '{name}' is none of {string.Join(", ", Tasks)}.");

    private IReadOnlyList<string> NamespacesOf(ParseResult parse)
    {
        var named = CommaList.Read(parse, namespaces);
        return named.FirstOrDefault(ns => !DnsName.IsLabel(ns)) is { } wrong
            ? throw new UsageException($"--namespace: '{wrong}' can't name a namespace.")
            : named;
    }
}
