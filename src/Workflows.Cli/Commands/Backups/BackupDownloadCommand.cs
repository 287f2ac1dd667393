using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Files;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup download</c>.</summary>
internal sealed class BackupDownloadCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly Option<string> file = new("--file", "-o")
    {
        Description = "The file to write, a .tar.gz. (For the result's form, write --output here.)",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> force = new("--force")
    {
        Description = "Replace the file if it exists.",
        Arity = ArgumentArity.Zero,
    };

    private readonly KeyOptions keys = new("of an encrypted backup");

    public BackupDownloadCommand(CliApplication application)
        : base(application, "download", "Writes a backup's archive, one plain .tar.gz in Velero's layout, to a file.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(file);
        Options.Add(force);
        keys.AddTo(this);
    }

    public override string Changes =>
        "writes FILE, readable by you alone, whole or not at all; an existing file is replaced only with --force.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup download nightly -o nightly.tar.gz", "to look into it with tar"),
        new("workflows backup download nightly -o nightly.tar.gz --force", "again"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = context.Parse.GetRequiredValue(name);
        var target = Path.GetFullPath(context.Parse.GetRequiredValue(file), context.Environment.CurrentDirectory);
        var replace = context.Parse.GetValue(force);
        PrivateFile.ThrowIfTaken(target, replace);
        await using var archive = await new StoredBackups(context.Settings.Store, keys.Read(context))
            .OpenArchiveAsync(backup, cancellationToken);
        var bytes = await PrivateFile.WriteAsync(target, archive, replace, cancellationToken);
        var document = new DownloadDocument(backup, target, bytes);
        return new CommandResult(
            document,
            output => output.Line($"Wrote backup '{backup}' to {target}: {Humanize.Bytes(bytes)}."),
            ExitCodes.Done);
    }
}
