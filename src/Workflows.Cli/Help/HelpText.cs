using System.CommandLine;
using Workflows.Cli.Commands;
using Workflows.Cli.Commands.Options;

namespace Workflows.Cli.Help;

/// <summary>Help that teaches: what a command does and changes, how it is typed, examples, then every option.</summary>
internal sealed class HelpText(GlobalOptions globals)
{
    private const int Indent = 2;

    public void Write(Command command, TextWriter output, int width)
    {
        ArgumentNullException.ThrowIfNull(command);
        var page = new HelpPage(output, width);
        page.Paragraph(command.Description ?? "");
        if (command is CliCommand teaching)
        {
            page.Paragraph("Changes: " + teaching.Changes);
        }

        page.Heading("Usage");
        page.Verbatim(Usage(command), Indent);
        WriteExamples(page, command);
        page.Rows("Commands", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, FirstSentence(c))));
        page.Rows("Arguments", command.Arguments.Select(a => (ArgumentName(a), a.Description ?? "")));
        page.Rows("Options", command.Options.Where(o => !IsGlobal(o)).Select(Row));
        page.Rows("Global options", globals.All.Select(option => Row(option, command)).Append(("-h, --help", "This text.")));
        if (command.Subcommands.Count > 0)
        {
            page.Paragraph($"'{Path(command)} COMMAND --help' tells more about a command.");
        }
    }

    /// <summary>The words that lead to a command: <c>workflows backup create</c>.</summary>
    public static string Path(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{Path(parent)} {command.Name}"
            : "workflows";
    }

    private static void WriteExamples(HelpPage page, Command command)
    {
        if (command is not CliCommand { Examples: { Count: > 0 } examples })
        {
            return;
        }

        page.Heading("Examples");
        foreach (var example in examples)
        {
            page.Verbatim("# " + example.Purpose, Indent);
            page.Verbatim(example.Line, Indent);
        }
    }

    private string Usage(Command command)
    {
        var words = new List<string> { Path(command) };
        if (command.Subcommands.Count > 0)
        {
            words.Add("COMMAND");
        }

        words.AddRange(command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{ArgumentName(argument)}]" : ArgumentName(argument)));
        words.AddRange(command.Options
            .Where(option => option.Required)
            .Select(option => $"{option.Name} {option.HelpName}"));
        if (command.Options.Any(option => !option.Required && !IsGlobal(option)))
        {
            words.Add("[options]");
        }

        return string.Join(' ', words);
    }

    private static string ArgumentName(Argument argument) => argument.HelpName ?? argument.Name;

    private static string FirstSentence(Command command)
    {
        var description = command.Description ?? "";
        var end = description.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? description : description[..(end + 1)];
    }

    private bool IsGlobal(Option option) =>
        globals.All.Contains(option) || option is System.CommandLine.Help.HelpOption or VersionOption;

    private static (string Names, string Description) Row(Option option) => Row(option, command: null);

    /// <summary>An alias that the command uses for an option of its own is not shown twice.</summary>
    private static (string Names, string Description) Row(Option option, Command? command)
    {
        var taken = command?.Options.SelectMany(own => own.Aliases).ToHashSet(StringComparer.Ordinal) ?? [];
        var names = option.Aliases
            .Where(alias => command is null || command.Options.Contains(option) || !taken.Contains(alias))
            .Append(option.Name)
            .OrderBy(name => name.Length);
        return ($"{string.Join(", ", names)} {option.HelpName}".TrimEnd(), option.Description ?? "");
    }
}
