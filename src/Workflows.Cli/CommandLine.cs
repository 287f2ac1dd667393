using System.CommandLine;
using System.CommandLine.Help;
using Workflows.Cli.Commands;
using Workflows.Cli.Commands.Backups;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Commands.Clusters;
using Workflows.Cli.Commands.Keys;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Commands.Restores;
using Workflows.Cli.Commands.Retention;
using Workflows.Cli.Commands.Schedules;
using Workflows.Cli.Commands.Volumes;
using Workflows.Cli.Completion;
using Workflows.Cli.Environments;
using Workflows.Cli.Errors;
using Workflows.Cli.Help;
using Workflows.Cli.Output;

namespace Workflows.Cli;

/// <summary>The whole command line: what can be typed, and what happens then.</summary>
internal sealed class CommandLine
{
    private readonly CliEnvironment environment;
    private readonly GlobalOptions globals = new();
    private readonly HelpText help;

    public CommandLine(CliEnvironment environment, CliServices services)
    {
        this.environment = environment;
        help = new HelpText(globals);
        Root = Build(new CliApplication(environment, services, globals));
    }

    public RootCommand Root { get; }

    /// <summary>Runs one command line and gives its exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        if (Suggestions.TryRead(args, out var line, out var position))
        {
            Suggestions.Write(Root, line, position, environment);
            return ExitCodes.Done;
        }

        var parse = Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0 && parse.Action is not HelpPageAction)
        {
            return Refuse(parse);
        }

        return await parse.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Out,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }

    private RootCommand Build(CliApplication application)
    {
        var root = new RootCommand(
            "Backs up, restores, migrates and cuts over Kubernetes clusters from outside them. "
            + "Nothing is installed in a cluster.");
        root.Options.Clear();
        root.Directives.Clear();
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpPageAction(help, environment) });
        foreach (var option in globals.All)
        {
            root.Options.Add(option);
        }

        root.Subcommands.Add(new ApplyCommand(application));
        root.Subcommands.Add(new DiffCommand(application));
        root.Subcommands.Add(new GetCommand(application));
        root.Subcommands.Add(new DescribeCommand(application));
        root.Subcommands.Add(new DeleteCommand(application));
        root.Subcommands.Add(BackupCommands.Create(application));
        root.Subcommands.Add(RestoreCommands.Create(application));
        root.Subcommands.Add(VolumeCommands.Create(application));
        root.Subcommands.Add(ScheduleCommands.Create(application));
        root.Subcommands.Add(RetentionCommands.Create(application));
        root.Subcommands.Add(KeyCommands.Create(application));
        root.Subcommands.Add(ClusterCommands.Create(application));
        root.Subcommands.Add(new ResumeCommand(application));
        root.Subcommands.Add(new ServeCommand(application));
        root.Subcommands.Add(new CompletionCommand(application));
        root.Subcommands.Add(new VersionCommand(application));
        return root;
    }

    /// <summary>The line can't be understood: what is wrong with it, and where to read how it goes.</summary>
    private int Refuse(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var format = globals.ReadFormat(parse);
        var group = command.Subcommands.Count > 0;
        if (group && parse.UnmatchedTokens.Count == 0 && format is OutputFormat.Table)
        {
            help.Write(command, environment.Error, environment.Width);
            return ExitCodes.Usage;
        }

        var problems = group
            ? NeedsCommand(command, parse.UnmatchedTokens.Count == 0 ? null : parse.UnmatchedTokens[0])
            : string.Join(' ', parse.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal));
        ErrorWriter.Write(environment, format, new CliError(
            nameof(Core.Errors.ErrorKind.Usage),
            $"{problems} See '{HelpText.Path(command)} --help'.",
            ExitCodes.Usage));
        return ExitCodes.Usage;
    }

    private static string NeedsCommand(Command command, string? typed)
    {
        var names = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return typed is null
            ? $"'{HelpText.Path(command)}' needs a command: {names}."
            : $"'{HelpText.Path(command)}' has no command '{typed}'; it has {names}.";
    }
}
