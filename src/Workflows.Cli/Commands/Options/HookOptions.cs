using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Cli.Files;

namespace Workflows.Cli.Commands.Options;

/// <summary>Whether hooks are run, and which besides those that pods name.</summary>
internal sealed class HookOptions
{
    /// <summary>More than anybody writes, and little enough to be read at once.</summary>
    private const int LongestFile = 256 << 10;

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

    /// <summary>What is read from the file that is meant; null for none.</summary>
    /// <param name="context">The command.</param>
    /// <param name="read">Reads its text, which errors call by its path.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">Its hooks would not run, or it is not there.</exception>
    public Task<T?> ReadFileAsync<T>(CommandContext context, Func<string, string, T> read, CancellationToken cancellationToken)
        where T : class => ReadFileAsync(context, file, read, cancellationToken);

    /// <summary>The same of another option that names hooks.</summary>
    public async Task<T?> ReadFileAsync<T>(
        CommandContext context, Option<string> option, Func<string, string, T> read, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return FindFile(context, option) is { } path ? read(await TextFile.ReadAsync(path, LongestFile, cancellationToken), path) : null;
    }

    private string? FindFile(CommandContext context, Option<string> option)
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
