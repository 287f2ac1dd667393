using System.CommandLine;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands.Keys;

/// <summary><c>workflows key create</c>.</summary>
internal sealed class KeyCreateCommand : CliCommand
{
    private readonly Option<string> file = new("--key-file")
    {
        Description = "The file to write; it must not exist.",
        HelpName = "FILE",
        Required = true,
    };

    public KeyCreateCommand(CliApplication application)
        : base(application, "create", "Makes a new random key in a new file.") =>
        Options.Add(file);

    public override string Changes =>
        "writes FILE, readable by you alone; a key is never overwritten. Keep a copy elsewhere: without it, what it "
        + "encrypted is lost.";

    public override IReadOnlyList<CommandExample> Examples =>
        [new("workflows key create --key-file ~/workflows.key", "once; then give it to every backup and restore")];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(context.Parse.GetRequiredValue(file), context.Environment.CurrentDirectory);
        var document = new KeyDocument(path, (await KeyFile.CreateAsync(path, cancellationToken)).KeyId);
        return new CommandResult(
            document,
            output =>
            {
                output.Line($"Made the key {document.KeyId} in {path}.");
                output.Line("Keep a copy of it elsewhere: without it, what it encrypted is lost.");
            },
            ExitCodes.Done);
    }
}
