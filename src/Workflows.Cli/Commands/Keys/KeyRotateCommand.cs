using System.CommandLine;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Core.Errors;

namespace Workflows.Cli.Commands.Keys;

/// <summary><c>workflows key rotate</c>.</summary>
internal sealed class KeyRotateCommand : CliCommand
{
    private readonly Argument<string[]> names = new("NAME")
    {
        Description = "The backups to rotate (default: all that the old key opens).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> oldFile = new("--key-file")
    {
        Description = "The file of the old key.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> newFile = new("--new-key-file")
    {
        Description = "The file of the new key; 'workflows key create' makes it.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> allowShared = KeyOptions.CreateAllowShared();

    public KeyRotateCommand(CliApplication application)
        : base(application, "rotate", "Makes encrypted backups open with a new key instead of the old one.")
    {
        Arguments.Add(names);
        Options.Add(oldFile);
        Options.Add(newFile);
        Options.Add(allowShared);
    }

    public override string Changes =>
        "replaces the backups' key envelopes in the store, one at a time; archives are not touched. What was stopped "
        + "half-way is finished by the same command. Let runs end first: they go on needing the old key. Who has the old key and a copy of an old envelope can still read.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows key rotate --key-file old.key --new-key-file new.key", "all backups of the store"),
        new("workflows key rotate --key-file old.key --new-key-file new.key nightly weekly", "two of them"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var from = Read(context, oldFile);
        var to = Read(context, newFile);
        var store = ArchiveStores.Open(context.Settings.Store);
        var given = context.Parse.GetValue(names) ?? [];
        var wanted = given.Length > 0
            ? given.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList()
            : await KeyRotation.EncryptedBackupsAsync(store, cancellationToken).ToListAsync(cancellationToken);
        var backups = new List<RotatedBackupDocument>();
        foreach (var name in wanted)
        {
            backups.Add(await RotateAsync(store, name, from, to, isNamed: given.Length > 0, cancellationToken));
        }

        var document = new RotationDocument(context.Settings.Store, to.KeyId, backups);
        return new CommandResult(document, output => RotationView.Write(output, document), ExitCodeOf(backups));
    }

    /// <summary>One backup's failure does not keep the others from being rotated.</summary>
    private static async Task<RotatedBackupDocument> RotateAsync(
        IArchiveStore store, string name, IKeyEncryption from, IKeyEncryption to, bool isNamed, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await KeyRotation.RotateAsync(store, name, from, to, cancellationToken);
            return new RotatedBackupDocument(
                name,
                outcome.ToString(),
                outcome is RotationOutcome.NotFinished
                    ? "It is still being made, or 'workflows resume' has to continue it; rotate again once that has ended."
                    : null);
        }
        catch (WorkflowsException failed) when (!failed.IsTransient)
        {
            var outcome = failed is WrongKeyException && !isNamed ? RotatedBackupDocument.OtherKey : RotatedBackupDocument.Failed;
            return new RotatedBackupDocument(name, outcome, failed.Message);
        }
    }

    private static int ExitCodeOf(List<RotatedBackupDocument> backups)
    {
        var failed = backups.Count(backup => backup.Outcome == RotatedBackupDocument.Failed);
        var isWhole = failed == 0 && backups.TrueForAll(backup => backup.Outcome != nameof(RotationOutcome.NotFinished));
        return isWhole ? ExitCodes.Done : failed < backups.Count ? ExitCodes.Partial : ExitCodes.Failed;
    }

    private FileKey Read(CommandContext context, Option<string> option) => KeyFile.Read(
        Path.GetFullPath(context.Parse.GetRequiredValue(option), context.Environment.CurrentDirectory),
        context.Parse.GetValue(allowShared));
}
