using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume get</c>.</summary>
internal sealed class VolumeGetCommand : CliCommand
{
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "The volume backup's name (default: all of them).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly KeyOptions keys = new("of an encrypted volume backup");

    public VolumeGetCommand(CliApplication application)
        : base(application, "get", "Lists volume backups.")
    {
        Arguments.Add(name);
        keys.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows volume get", "all of the store's"),
        new("workflows volume get monday -o json", "one of them, for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var volumes = new StoredVolumes(context.Settings.Store, keys.Read(context));
        var wanted = context.Parse.GetValue(name);
        var records = new List<VolumeRecord>();
        foreach (var backup in wanted is null ? await volumes.ListNamesAsync(cancellationToken) : [wanted])
        {
            try
            {
                records.Add(
                    wanted is null
                        ? await volumes.GetAsync(backup, cancellationToken)
                        : (await volumes.OpenOrLockedAsync(backup, cancellationToken)).Record);
            }
            catch (VolumeDamagedException damaged) when (wanted is null)
            {
                context.Notices.Write(damaged.Message);
            }
        }

        var document = new VolumeListDocument(
            context.Settings.Store, [.. records.Select(record => new VolumeBackupDocument(record))]);
        return new CommandResult(document, output => VolumeListView.Write(output, document), ExitCodes.Done);
    }
}
