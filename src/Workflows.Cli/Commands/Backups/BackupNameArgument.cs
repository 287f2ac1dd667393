using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Cli.Completion;

namespace Workflows.Cli.Commands.Backups;

/// <summary>The name of a backup that exists; shells complete it from the store.</summary>
internal static class BackupNameArgument
{
    public static Argument<string> Create(CliApplication application)
    {
        var argument = new Argument<string>("NAME") { Description = "The backup's name." };
        argument.CompletionSources.Add(context => BackupNameCompletions.Of(application, context));
        return argument;
    }

    public static Argument<string?> CreateOptional(CliApplication application)
    {
        var argument = new Argument<string?>("NAME")
        {
            Description = "The backup's name (default: all of them).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        argument.CompletionSources.Add(context => BackupNameCompletions.Of(application, context));
        return argument;
    }

    public static Option<string?> CreateOption(CliApplication application)
    {
        var option = new Option<string?>("--from-backup") { Description = "The backup to restore.", HelpName = "NAME" };
        option.CompletionSources.Add((CompletionContext context) => BackupNameCompletions.Of(application, context));
        return option;
    }
}
