using Workflows.Cli.Errors;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output;

/// <summary>What a command has to say when it is done.</summary>
/// <param name="Document">The document for machines: a record of <c>Output/Documents</c>.</param>
/// <param name="WriteText">The same for people.</param>
/// <param name="ExitCode">What the process ends with.</param>
internal sealed record CommandResult(object Document, Action<TextOutput> WriteText, int ExitCode)
{
    /// <summary>The command wrote what was asked for itself, and has nothing to add.</summary>
    public static CommandResult AlreadyWritten { get; } = new(new object(), _ => { }, ExitCodes.Done);

    /// <summary>What may only happen once the result was printed, such as forgetting the run.</summary>
    public Action? AfterPrinting { get; init; }
}
