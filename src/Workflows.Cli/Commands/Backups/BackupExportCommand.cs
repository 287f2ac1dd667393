using System.CommandLine;
using Workflows.Archive.Exporting;
using Workflows.Archive.Reading;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Files;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup export</c>.</summary>
internal sealed class BackupExportCommand : CliCommand
{
    private const string Velero = "velero";
    private const string Tar = "tar";

    private readonly Argument<string> name;

    private readonly Option<string> format = new("--format")
    {
        Description = "velero: a storage location as Velero would have written it; tar: one plain .tar.gz.",
        HelpName = "velero|tar",
        Required = true,
    };

    private readonly Option<string> path = new("--path", "-o")
    {
        Description = "The folder (velero) or file (tar) to write; it must not exist. (For the result's form, write "
            + "--output here.)",
        HelpName = "PATH",
        Required = true,
    };

    private readonly KeyOptions keys = new("of an encrypted backup");

    public BackupExportCommand(CliApplication application)
        : base(application, "export", "Writes a backup in the clear, for Velero or for tar.")
    {
        format.AcceptOnlyFromAmong(Velero, Tar);
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(format);
        Options.Add(path);
        keys.AddTo(this);
    }

    public override string Changes =>
        "writes PATH, decrypted and readable by you alone, whole or not at all; nothing that exists is replaced.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup export nightly --format velero -o for-velero", "copy it to a bucket, and Velero lists it"),
        new("workflows backup export nightly --format tar -o nightly.tar.gz --key-file ~/workflows.key", "to look into it with tar"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(context.Parse.GetRequiredValue(path), context.Environment.CurrentDirectory);
        var chosen = context.Parse.GetRequiredValue(format);
        PrivateTree.ThrowIfTaken(target);
        var backup = await new StoredBackups(context.Settings.Store, keys.Read(context))
            .OpenAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        var bytes = chosen == Velero
            ? await PrivateTree.WriteAsync(
                target, VeleroExport.Files(backup).Select(file => (file.Path, file.WriteAsync)), cancellationToken)
            : await WriteTarAsync(backup, target, cancellationToken);
        var document = new ExportDocument(backup.Manifest.Name, chosen, target, bytes);
        return new CommandResult(
            document,
            output => output.Line($"Wrote backup '{document.Name}' to {target}: {Humanize.Bytes(bytes)}."),
            ExitCodes.Done);
    }

    private static async Task<long> WriteTarAsync(ArchiveReader backup, string target, CancellationToken cancellationToken)
    {
        await using var archive = await backup.OpenArchiveAsync(cancellationToken);
        return await PrivateFile.WriteAsync(target, archive, replace: false, cancellationToken);
    }
}
