using System.CommandLine;
using Workflows.Archive.Stores;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Verifying;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume verify</c>.</summary>
internal sealed class VolumeVerifyCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    public VolumeVerifyCommand(CliApplication application)
        : base(application, "verify", "Reads all that a volume backup consists of and checks that it is as it was written.") =>
        Arguments.Add(name);

    public override string Changes => "nothing. Exit code 1 says that the backup is damaged; every damage is named.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows volume verify monday", "before it is needed, not after")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var stores = new VolumeStores(ArchiveStores.Open(context.Settings.Store));
        var record = await new VolumeCatalog(stores.Catalog).GetAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        var data = await stores.OpenAsync(record, cancellationToken);
        var damage = await new VolumeVerifier(data, record).FindDamageAsync(cancellationToken);
        var document = new VolumeVerificationDocument(
            record.Name,
            damage.Count == 0,
            record.Tree.Length + record.Packs.Sum(pack => pack.Length),
            [.. damage.Select(found => new DamageDocument(found.Where, found.What))]);
        return new CommandResult(
            document, output => VolumeVerificationView.Write(output, document), document.Ok ? ExitCodes.Done : ExitCodes.Failed);
    }
}
