using System.CommandLine;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Volumes.Verifying;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume verify</c>.</summary>
internal sealed class VolumeVerifyCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly KeyOptions keys = new("of an encrypted volume backup");

    public VolumeVerifyCommand(CliApplication application)
        : base(application, "verify", "Reads all that a volume backup consists of and checks that it is as it was written.")
    {
        Arguments.Add(name);
        keys.AddTo(this);
    }

    public override string Changes => "nothing. Exit code 1 says that the backup is damaged; every damage is named.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows volume verify monday", "before it is needed, not after"),
        new("workflows volume verify monday --key-file ~/workflows.key", "an encrypted one; without the key, only stored bytes"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var volume = await new StoredVolumes(context.Settings.Store, keys.Read(context))
            .OpenOrLockedAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        var record = volume.Record;
        var damage = await new VolumeVerifier(volume.Data, record, volume.Keys).FindDamageAsync(cancellationToken);
        var document = new VolumeVerificationDocument(
            record.Name,
            damage.Count == 0,
            record.Tree.Length + record.Packs.Sum(pack => pack.Length),
            [.. damage.Select(found => new DamageDocument(found.Where, found.What))])
        {
            NotChecked = record.IsLocked
                ? "Without the key it was not checked whether they are what was encrypted, nor what they hold."
                : null,
        };
        return new CommandResult(
            document, output => VolumeVerificationView.Write(output, document), document.Ok ? ExitCodes.Done : ExitCodes.Failed);
    }
}
