using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Volumes.Reading;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume cat</c>.</summary>
internal sealed class VolumeCatCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly Argument<string> path = new("FILE") { Description = "The file, from the root of what was backed up." };

    private readonly KeyOptions keys = new("of an encrypted volume backup");

    public VolumeCatCommand(CliApplication application)
        : base(application, "cat", "Writes one file of a volume backup to standard output, and reads no more than it needs.")
    {
        Arguments.Add(name);
        Arguments.Add(path);
        keys.AddTo(this);
    }

    public override string Changes => "nothing. What is written is the file's bytes, whatever --output says.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows volume cat monday etc/app.conf > app.conf", "one file back, and nothing else")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = VolumeListCommand.Parse(context.Parse.GetRequiredValue(path));
        var volume = await new StoredVolumes(context.Settings.Store, keys.Read(context))
            .OpenAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        await using var output = context.Environment.OpenOut();
        await new VolumeContents(volume.Data, volume.Record, volume.Keys).CopyFileAsync(file, output, cancellationToken);
        return CommandResult.AlreadyWritten;
    }
}
