using System.CommandLine;
using Workflows.Cli.Completion;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands;

/// <summary><c>workflows completion bash|zsh|fish</c>.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish." };

    public CompletionCommand(CliApplication application)
        : base(application, "completion", "Prints a script that teaches a shell to complete workflows' commands, "
            + "options and names of backups.")
    {
        shell.AcceptOnlyFromAmong(CompletionScripts.Shells);
        Arguments.Add(shell);
    }

    public override string Changes => "nothing; load the script from your shell's start file to keep it.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("source <(workflows completion bash)", "for this bash"),
        new("workflows completion fish > ~/.config/fish/completions/workflows.fish", "for every fish to come"),
    ];

    public override Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Parse.GetRequiredValue(shell);
        var script = CompletionScripts.Of(name);
        return Task.FromResult(new CommandResult(
            new CompletionDocument(name, script), output => output.Verbatim(script), ExitCodes.Done));
    }
}
