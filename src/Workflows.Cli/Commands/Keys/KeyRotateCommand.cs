using System.CommandLine;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;

namespace Workflows.Cli.Commands.Keys;

/// <summary><c>workflows key rotate</c>.</summary>
internal sealed class KeyRotateCommand : CliCommand
{
    private readonly Argument<string[]> names = new("NAME")
    {
        Description = "The backups to rotate, with those that share volumes with them (default: all that the old key opens).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> oldFile = new("--key-file") { Description = "The file of the old key.", HelpName = "FILE" };

    private readonly Option<string> oldVault = new("--key-vault")
    {
        Description = "The old key, in Azure Key Vault: https://VAULT.vault.azure.net/keys/NAME[/VERSION].",
        HelpName = "URL",
    };

    private readonly Option<string> newFile = new("--new-key-file")
    {
        Description = "The file of the new key; 'workflows key create' makes it.",
        HelpName = "FILE",
    };

    private readonly Option<string> newVault = new("--new-key-vault")
    {
        Description = "The new key, in Azure Key Vault; without a version its newest, so that the old key may be the same one.",
        HelpName = "URL",
    };

    private readonly Option<bool> allowShared = KeyOptions.CreateAllowShared();

    private readonly Option<bool> force = new("--force")
    {
        Description = "Rotate in spite of restores, comparisons and volume backups that were begun and not ended: they can't go on then.",
        Arity = ArgumentArity.Zero,
    };

    public KeyRotateCommand(CliApplication application)
        : base(application, "rotate", "Makes encrypted backups, of volumes too, and the records of restores from them, open with a new key instead of the old one.")
    {
        Arguments.Add(names);
        Options.Add(oldFile);
        Options.Add(oldVault);
        Options.Add(newFile);
        Options.Add(newVault);
        Options.Add(allowShared);
        Options.Add(force);
    }

    public override string Changes =>
        "replaces the key envelopes of backups, of volumes, and of the records of restores, one at a time; archives are not "
        + "touched. What was stopped half-way is finished by the same command. A key that a run works with is left alone: "
        + "let the run end, then rotate again. Who has the old key and a copy of an old envelope can still read.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows key rotate --key-file old.key --new-key-file new.key", "all backups of the store that need the old key"),
        new("workflows key rotate --key-file old.key --new-key-file new.key nightly weekly", "two of them, and the records of restores from them"),
        new("workflows key rotate --key-vault https://v.vault.azure.net/keys/backups --new-key-vault https://v.vault.azure.net/keys/backups",
            "after the vault made a new version of the key"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var from = Read(context, oldFile, oldVault);
        var to = Read(context, newFile, newVault);
        var store = ArchiveStores.Open(context.Settings.Store);
        var given = context.Parse.GetValue(names) ?? [];
        var wanted = given.Length > 0
            ? given.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList()
            : await KeyRotation.EncryptedBackupsAsync(store, cancellationToken).ToListAsync(cancellationToken);
        var shared = given.Length > 0 ? await SharedVolumeKeys.ReadAsync(store, cancellationToken) : null;
        var held = shared is null ? null : await shared.FindHeldAsync(wanted, to, cancellationToken);
        var backups = new List<RotatedBackupDocument>();
        foreach (var name in wanted)
        {
            backups.Add(held?.TryGetValue(name, out var others) == true
                ? Held(name, others)
                : (await RotateAsync(name, () => RotateBackupAsync(name), isNamed: given.Length > 0))!);
        }

        var restores = new List<RotatedBackupDocument>();
        var catalog = new RestoreCatalog(store);
        await foreach (var restore in catalog.NamesAsync(cancellationToken))
        {
            // Nobody named the restore: it may be one from an earlier backup of the name, with another key.
            if (await RotateAsync(restore, () => RotateRestoreAsync(restore), isNamed: false) is { } done)
            {
                restores.Add(done);
            }
        }

        // The key of a volume is that of all its backups, whichever backup of a cluster they were made with.
        var busy = backups.Concat(restores).FirstOrDefault(kept => kept.Outcome == RotatedBackupDocument.InUse);
        var rotated = backups.Where(backup => backup.Outcome is nameof(RotationOutcome.Rotated) or nameof(RotationOutcome.AlreadyNew));
        var volumes = await RotateVolumesAsync(
            context, store, from, to, busy, shared?.VolumesOf([.. rotated.Select(backup => backup.Name)]), cancellationToken);
        var document = new RotationDocument(context.Settings.Store, to.KeyId, backups, restores)
        {
            Volumes = volumes.Count == 0 ? null : volumes,
        };
        return new CommandResult(
            document, output => RotationView.Write(output, document), ExitCodeOf([.. backups, .. restores, .. volumes]));

        async Task<RotationOutcome?> RotateBackupAsync(string name) =>
            await KeyRotation.RotateAsync(store, name, from, to, context.Parse.GetValue(force), cancellationToken);

        async Task<RotationOutcome?> RotateRestoreAsync(string restore) =>
            await catalog.FindOverviewAsync(restore, cancellationToken) is { IsEncrypted: true } overview
            && (given.Length == 0 || given.Contains(overview.Backup, StringComparer.Ordinal) && held?.ContainsKey(overview.Backup) != true)
                ? await KeyRotation.RotateRestoreAsync(
                    store, restore, from, to, context.Parse.GetValue(force), cancellationToken)
                : null;
    }

    /// <param name="context">The command.</param>
    /// <param name="store">The store.</param>
    /// <param name="from">The old key.</param>
    /// <param name="to">The new key.</param>
    /// <param name="busy">A backup or restore whose run works with its key: it may need those of volumes, too.</param>
    /// <param name="only">The volumes; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<List<RotatedBackupDocument>> RotateVolumesAsync(
        CommandContext context,
        IArchiveStore store,
        IKeyEncryption from,
        IKeyEncryption to,
        RotatedBackupDocument? busy,
        IReadOnlySet<string>? only,
        CancellationToken cancellationToken)
    {
        var runs = new VolumeRuns(store, store, context.Environment.Time);
        var volumes = new List<RotatedBackupDocument>();
        await foreach (var volume in VolumeKeys.ListAsync(store, cancellationToken).Where(volume => only?.Contains(volume) != false))
        {
            Func<Task<string?>>? findRun = context.Parse.GetValue(force) ? null
                : busy is null ? () => runs.FindAtWorkAsync(volume, cancellationToken)
                : () => Task.FromResult<string?>($"that keeps the key of '{busy.Name}'");
            if (await RotateAsync(
                volume, () => KeyRotation.RotateVolumeAsync(store, volume, from, to, findRun, cancellationToken), isNamed: false)
                is { } rotated)
            {
                volumes.Add(rotated);
            }
        }

        return volumes;
    }

    /// <summary>With another key than its volumes have, the backup could not be restored by any one key.</summary>
    private static RotatedBackupDocument Held(string name, IReadOnlyList<string> others) => new(
        name,
        RotatedBackupDocument.Failed,
        $"The data of its volumes is encrypted with keys that {string.Join(", ", others.Select(other => $"'{other}'"))} "
        + $"{(others.Count == 1 ? "needs" : "need")}, too: name {(others.Count == 1 ? "it" : "them")} as well, or no backup at all.");

    /// <summary>One's failure does not keep the others from being rotated. Null for what has no key to rotate.</summary>
    private static async Task<RotatedBackupDocument?> RotateAsync(
        string name, Func<Task<RotationOutcome?>> rotate, bool isNamed)
    {
        try
        {
            return await rotate() is not { } outcome ? null : new RotatedBackupDocument(
                name,
                outcome.ToString(),
                outcome is RotationOutcome.NotFinished
                    ? $"It was never finished, and no run works on it. 'workflows backup delete {name}' removes what is left."
                    : null);
        }
        catch (KeyInUseException inUse)
        {
            return new RotatedBackupDocument(name, RotatedBackupDocument.InUse, inUse.Message);
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
        var isWhole = failed == 0 && backups.TrueForAll(
            backup => backup.Outcome is not (nameof(RotationOutcome.NotFinished) or RotatedBackupDocument.InUse));
        return isWhole ? ExitCodes.Done : failed < backups.Count ? ExitCodes.Partial : ExitCodes.Failed;
    }

    private IKeyEncryption Read(CommandContext context, Option<string> file, Option<string> vault) =>
        KeyOptions.Open(context, file, vault, context.Parse.GetValue(allowShared))?.Key
        ?? throw new UsageException($"Name the key: {file.Name} FILE, or {vault.Name} URL.");
}
