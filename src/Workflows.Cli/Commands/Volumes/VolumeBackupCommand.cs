using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Running.Progress;
using Workflows.Volumes.Backups;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume backup</c>.</summary>
internal sealed class VolumeBackupCommand : CliCommand
{
    private readonly Argument<string> name = new("NAME") { Description = "The new volume backup's name." };

    private readonly Option<string> path = new("--path")
    {
        Description = "The directory. A second backup of the same one shares what the first has stored.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly KeyOptions keys = new("to encrypt the backup with");

    public VolumeBackupCommand(CliApplication application)
        : base(application, "backup", "Backs up a directory tree: content, names, owners, modes, times, links, attributes.")
    {
        Arguments.Add(name);
        Options.Add(path);
        keys.AddTo(this);
    }

    public override string Changes =>
        "adds to the store what it does not hold yet. The directory is only read; the store, where it lies inside, is left "
        + "out. Interrupted, nothing stays in the store.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows volume backup monday --path /srv/data", "all of it"),
        new("workflows volume backup tuesday --path /srv/data", "reads and stores what changed since"),
        new("workflows volume backup monday --path /srv/data --key-file ~/workflows.key", "the same, encrypted"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = Names.Require("volume backup", context.Parse.GetRequiredValue(name));
        var directory = Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(context.Parse.GetRequiredValue(path), context.Environment.CurrentDirectory));
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException("Directory trees are backed up on Linux only.");
        }

        var store = ArchiveStores.Open(context.Settings.Store);
        var request = new VolumeBackupRequest(backup, VolumeOf(directory, context), directory, directory)
        {
            Key = keys.Read(context)?.Key,
            Without = store.Location.IsFile ? store.Location.LocalPath : null,
        };
        using var display = ProgressDisplays.Create(context, $"Volume backup '{backup}'");
        var record = await new VolumeBackup(store, request, context.Environment.Time)
            .RunAsync(new VolumeProgressDisplay(display, "Reading", context.Environment.Time), cancellationToken);
        var document = new VolumeBackupDocument(record);
        return new CommandResult(
            document,
            output => VolumeBackupView.Write(output, document),
            record.Totals.Problems == 0 ? ExitCodes.Done : ExitCodes.Partial);
    }

    /// <summary>The same directory of the same machine is the same volume, whoever backs it up.</summary>
    private static string VolumeOf(string directory, CommandContext context)
    {
        var identity = $"{context.Environment.MachineName}\n{directory}";
        return $"path-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..24]}";
    }
}
