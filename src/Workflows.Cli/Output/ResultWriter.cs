using System.Text.Json;
using Workflows.Cli.Environments;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output;

/// <summary>Writes a command's result on standard output in the form that was asked for.</summary>
internal sealed class ResultWriter(CliEnvironment environment, OutputFormat format)
{
    public void Write(CommandResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result == CommandResult.AlreadyWritten)
        {
            return;
        }

        switch (format)
        {
            case OutputFormat.Json:
                environment.Out.Write(JsonSerializer.Serialize(result.Document, DocumentJson.Document) + "\n");
                break;
            case OutputFormat.Yaml:
                YamlWriter.Write(environment.Out, JsonSerializer.SerializeToNode(result.Document, DocumentJson.Document));
                break;
            default:
                result.WriteText(new TextOutput(
                    environment.Out,
                    new Palette(environment.AllowsColor(environment.OutIsTerminal)),
                    environment.Time.GetUtcNow()));
                break;
        }

        environment.Out.Flush();
    }
}
