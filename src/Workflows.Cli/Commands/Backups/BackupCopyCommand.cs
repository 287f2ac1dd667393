using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Copies;
using Workflows.Durable;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup copy</c>.</summary>
internal sealed class BackupCopyCommand : CliCommand
{
    private readonly Argument<string> name;

    private readonly Option<string> to = new("--to")
    {
        Description = "The store that is to have the backup as well, written as for --store; both take their credentials from this "
            + "environment.",
        HelpName = "URI",
        Required = true,
    };

    public BackupCopyCommand(CliApplication application)
        : base(application, "copy", "Copies a backup to another store: another region, another account, another disk.")
    {
        name = BackupNameArgument.Create(application);
        Arguments.Add(name);
        Options.Add(to);
    }

    public override string Changes =>
        "writes the backup into the other store, as it is and under its name, with the data of its volumes; what is there of that is "
        + "not copied again. There is no backup there before all of it is. Encrypted, it stays so, and needs no key for this. Legal "
        + "holds stay where they are, and so do snapshots. A copy that was stopped goes on with the same command, or with resume.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup copy nightly --to https://backupwest.blob.core.windows.net/backups", "to another region"),
        new("workflows backup copy nightly --to /mnt/offsite", "to another disk; 'backup verify nightly --store /mnt/offsite' proves it"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var spec = new CopySpec(
            Names.Require("backup", context.Parse.GetRequiredValue(name)),
            context.Settings.Store,
            StoreUri.Normalize(context.Parse.GetRequiredValue(to), context.Environment));
        if (spec.From == spec.To)
        {
            throw new UsageException($"--to is the store that the backup is in: {spec.From}. Name another one.");
        }

        var run = RunRequest.Of(spec);
        ThrowIfAnother(context, spec, run.InstanceId);
        _ = await new StoredBackups(spec.From).RequireOverviewAsync(spec.Name, cancellationToken);
        var executor = new RunExecutor(context);
        return CopyRunResult.Create(executor, spec, await executor.RunAsync(run, cancellationToken));
    }

    /// <summary>An interrupted copy of the same backup is gone on with; one from elsewhere is in its way.</summary>
    /// <exception cref="RunConflictException">Another process works on it, or it is another one.</exception>
    private static void ThrowIfAnother(CommandContext context, CopySpec spec, string instanceId)
    {
        if (new RunDirectories(context.Settings.StateDirectory).Find(instanceId) is not { } found)
        {
            return;
        }

        if (found.IsHeld)
        {
            throw new RunConflictException(
                $"Copy '{spec.Name}' is under way: {found.Holder?.ToString() ?? "another process"} works on it.");
        }

        if (found.State?.Input is { } input && DurableJson.Read<CopySpec>(input) is var earlier && earlier != spec)
        {
            throw new RunConflictException(
                $"A copy of backup '{spec.Name}' from {earlier.From} to {earlier.To} was interrupted. "
                + $"'{RunHints.Resume(context.Settings)}' continues it; 'workflows backup delete {spec.Name} --store {earlier.To}' abandons it.");
        }
    }
}
