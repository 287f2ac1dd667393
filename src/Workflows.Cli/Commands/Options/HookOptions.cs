using System.CommandLine;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>Whether hooks are run, and which besides those that pods name.</summary>
internal sealed class HookOptions
{
    private readonly Option<bool?> run;
    private readonly Option<string> file;

    /// <param name="whether">What <c>--run-hooks</c> does.</param>
    /// <param name="which">What <c>--hooks</c> does.</param>
    public HookOptions(string whether, string which)
    {
        run = new("--run-hooks") { Description = whether, HelpName = "true|false" };
        file = new("--hooks") { Description = which, HelpName = "FILE" };
    }

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(run);
        command.Options.Add(file);
    }

    public bool AreRun(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetValue(run) ?? true;
    }

    /// <summary>The path of the file that is meant, whole; null for none.</summary>
    /// <exception cref="UsageException">Its hooks would not run, or its name is empty.</exception>
    public string? FindFile(CommandContext context) => FindFile(context, file);

    /// <summary>The same of another option that names hooks.</summary>
    public string? FindFile(CommandContext context, Option<string> option)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(option);
        if (context.Parse.GetValue(option) is not { } named)
        {
            return null;
        }

        if (!AreRun(context.Parse))
        {
            throw new UsageException($"--run-hooks false runs no hooks, those of {option.Name} neither. Leave one of them away.");
        }

        return string.IsNullOrWhiteSpace(named)
            ? throw new UsageException($"{option.Name} names no file: it is empty.")
            : Path.GetFullPath(named, context.Environment.CurrentDirectory);
    }
}
