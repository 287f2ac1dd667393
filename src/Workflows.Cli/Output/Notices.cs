using System.Text.Json;
using Workflows.Cli.Environments;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output;

/// <summary>What is worth knowing on the way, on standard error; <c>--quiet</c> silences it.</summary>
internal sealed class Notices(CliEnvironment environment, OutputFormat format, bool quiet)
{
    public void Write(string text)
    {
        if (quiet)
        {
            return;
        }

        environment.Error.Write(format is OutputFormat.Json
            ? JsonSerializer.Serialize(new NoticeDocument(text), DocumentJson.Line) + "\n"
            : SafeText.Of(text) + "\n");
        environment.Error.Flush();
    }

    private sealed record NoticeDocument(string Notice);
}
