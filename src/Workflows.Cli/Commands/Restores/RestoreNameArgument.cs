using System.CommandLine;
using Workflows.Cli.Completion;

namespace Workflows.Cli.Commands.Restores;

/// <summary>The name of a restore that is recorded; shells complete it from the store.</summary>
internal static class RestoreNameArgument
{
    public static Argument<string> Create(CliApplication application)
    {
        var argument = new Argument<string>("NAME") { Description = "The restore's name." };
        argument.CompletionSources.Add(context => RestoreNameCompletions.Of(application, context));
        return argument;
    }

    public static Argument<string?> CreateOptional(CliApplication application)
    {
        var argument = new Argument<string?>("NAME")
        {
            Description = "The restore's name (default: all of them).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        argument.CompletionSources.Add(context => RestoreNameCompletions.Of(application, context));
        return argument;
    }
}
