using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Running.Progress;
using Workflows.Volumes.Restores;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume restore</c>.</summary>
internal sealed class VolumeRestoreCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly Option<string> path = new("--path")
    {
        Description = "The directory to restore into: made where it is not there, else empty.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<bool> overwrite = new("--overwrite")
    {
        Description = "The directory may hold something: what the backup has too is made as it was, the rest stays. "
            + "Files of the same size and time are not written again.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<bool> bestEffort = new("--best-effort")
    {
        Description = "Restore what is not damaged, and report the rest. Without it, damage ends the restore before it begins.",
        Arity = ArgumentArity.Zero,
    };

    private readonly KeyOptions keys = new("of an encrypted volume backup");

    public VolumeRestoreCommand(CliApplication application)
        : base(application, "restore", "Makes a directory what was backed up.")
    {
        Arguments.Add(name);
        Options.Add(path);
        Options.Add(overwrite);
        Options.Add(bestEffort);
        keys.AddTo(this);
    }

    public override string Changes =>
        "writes into DIR, never outside it. What is stored is checked first: of a damaged backup nothing is written.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows volume restore monday --path /srv/restored", "into a new directory"),
        new("workflows volume restore monday --path /srv/data --overwrite", "over what is there"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var backup = context.Parse.GetRequiredValue(name);
        var directory = Path.GetFullPath(context.Parse.GetRequiredValue(path), context.Environment.CurrentDirectory);
        if (!OperatingSystem.IsLinux())
        {
            throw new UsageException("Directory trees are restored on Linux only.");
        }

        var volume = await new StoredVolumes(context.Settings.Store, keys.Read(context)).OpenAsync(backup, cancellationToken);
        var request = new VolumeRestoreRequest(directory)
        {
            Overwrite = context.Parse.GetValue(overwrite),
            Keys = volume.Keys,
            BestEffort = context.Parse.GetValue(bestEffort),
        };
        using var display = ProgressDisplays.Create(context, $"Restore of volume backup '{backup}'");
        var result = await new VolumeRestore(volume.Data, volume.Record, request)
            .RunAsync(new VolumeProgressDisplay(display, "Writing", context.Environment.Time), cancellationToken);
        var document = new VolumeRestoreDocument(backup, directory, result);
        return new CommandResult(
            document,
            output => VolumeRestoreView.Write(output, document),
            result.ProblemCount == 0 ? ExitCodes.Done : ExitCodes.Partial);
    }
}
