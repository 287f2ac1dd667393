using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Workflows.Cli.Environments;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Completion;

/// <summary>
/// Answers the shells' completion scripts: <c>workflows "[suggest:POSITION]" "THE LINE"</c>, System.CommandLine's
/// directive. Read here rather than by the library, which expects the line to start with the name of the running
/// file: a tool may be started by a path, by an alias or through <c>dotnet</c>.
/// </summary>
internal static partial class Suggestions
{
    public static bool TryRead(IReadOnlyList<string> args, out string line, out int position)
    {
        ArgumentNullException.ThrowIfNull(args);
        (line, position) = ("", 0);
        if (args is not [var directive, var typed] || Directive().Match(directive) is not { Success: true } match)
        {
            return false;
        }

        // What is typed starts with the program's own name, however it is called.
        var program = typed.IndexOf(' ', StringComparison.Ordinal);
        line = program < 0 ? "" : typed[(program + 1)..];
        var cursor = int.Parse(match.Groups["position"].ValueSpan, CultureInfo.InvariantCulture) - program - 1;
        position = program < 0 ? 0 : Math.Clamp(cursor, 0, line.Length);
        return true;
    }

    public static void Write(RootCommand root, string line, int position, CliEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(environment);
        foreach (var completion in root.Parse(line).GetCompletions(position).Select(item => item.InsertText ?? item.Label).Distinct(StringComparer.Ordinal))
        {
            environment.Out.Write(SafeText.Of(completion) + "\n");
        }

        environment.Out.Flush();
    }

    [GeneratedRegex(@"\A\[suggest:(?<position>[0-9]{1,6})\]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Directive();
}
