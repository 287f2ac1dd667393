using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Restores;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup compare</c>.</summary>
internal sealed class BackupCompareCommand : CliCommand
{
    private readonly Argument<string> name;
    private readonly SelectionOptions selection = new();
    private readonly NamespaceMappings mappings = new();
    private readonly ClaimChangeOptions claimChanges = new();
    private readonly KeyOptions keys = new("of an encrypted backup");
    private readonly ClusterOption cluster;

    public BackupCompareCommand(CliApplication application)
        : base(application, "compare", "Compares a live cluster with a backup, object by object, and names what differs.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        cluster = new ClusterOption(application);
        cluster.AddTo(this);
        mappings.AddTo(this);
        claimChanges.AddTo(this);
        selection.AddTo(this);
        keys.AddTo(this);
    }

    public override string Changes =>
        "nothing: the cluster and the backup are only read. Exit code 0 says that all is equal, 3 that something differs.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup compare nightly --context green", "is green what blue was?"),
        new("workflows backup compare nightly --include-namespaces shop -o json", "what changed in a namespace since?"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var selected = selection.Read(parse);
        var mapped = mappings.Read(parse);
        var changes = claimChanges.Read(parse);
        var key = keys.Read(context);
        var backup = await new StoredBackups(context.Settings.Store, key)
            .RequireAsync(parse.GetRequiredValue(name), cancellationToken);
        var run = RunRequest.Of(new CompareSpec
        {
            Backup = backup.Document.Name,
            Store = context.Settings.Store,
            Key = backup.IsEncrypted ? key?.Reference : null,
            Selection = selected,
            NamespaceMappings = mapped,
            Claims = changes,
            Cluster = await cluster.CheckedAsync(context, cancellationToken),
        });
        RunGate.ThrowIfTaken(context, RunKind.Compare, run.Name, run.InstanceId);
        var executor = new RunExecutor(context);
        var state = await executor.RunAsync(run, cancellationToken);
        return ComparisonRunResult.Create(executor, state);
    }
}
