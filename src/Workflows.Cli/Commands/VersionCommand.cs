using System.Reflection;
using System.Runtime.InteropServices;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands;

/// <summary><c>workflows version</c>.</summary>
internal sealed class VersionCommand(CliApplication application)
    : CliCommand(application, "version", "Prints the version of this program.")
{
    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples => [new("workflows version -o json", "for a bug report")];

    public override Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var version = typeof(VersionCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var document = new VersionDocument(
            version, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        return Task.FromResult(new CommandResult(
            document,
            output => output.Line($"workflows {document.Version} ({document.Runtime}, {document.Platform})"),
            ExitCodes.Done));
    }
}
