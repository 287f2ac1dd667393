using System.CommandLine;
using Workflows.Archive.Stores;
using Workflows.Cli.Output;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Stores;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume cat</c>.</summary>
internal sealed class VolumeCatCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly Argument<string> path = new("FILE") { Description = "The file, from the root of what was backed up." };

    public VolumeCatCommand(CliApplication application)
        : base(application, "cat", "Writes one file of a volume backup to standard output, and reads no more than it needs.")
    {
        Arguments.Add(name);
        Arguments.Add(path);
    }

    public override string Changes => "nothing. What is written is the file's bytes, whatever --output says.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows volume cat monday etc/app.conf > app.conf", "one file back, and nothing else")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var stores = new VolumeStores(ArchiveStores.Open(context.Settings.Store));
        var file = VolumeListCommand.Parse(context.Parse.GetRequiredValue(path));
        var record = await new VolumeCatalog(stores.Catalog).GetAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        var data = await stores.OpenAsync(record, cancellationToken);
        await using var output = context.Environment.OpenOut();
        await new VolumeContents(data, record).CopyFileAsync(file, output, cancellationToken);
        return CommandResult.AlreadyWritten;
    }
}
