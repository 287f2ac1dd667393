using System.CommandLine.Completions;
using Workflows.Cli.Commands;
using Workflows.Core.Errors;

namespace Workflows.Cli.Completion;

/// <summary>Names that a store lists, for shells.</summary>
internal static class StoredNameCompletions
{
    /// <summary>A shell waits at the user's cursor: a store that is slower than this has no completions.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="application">The command line.</param>
    /// <param name="context">What is typed so far.</param>
    /// <param name="list">Lists the names in the store of this address.</param>
    public static IEnumerable<CompletionItem> Of(
        CliApplication application,
        CompletionContext context,
        Func<string, CancellationToken, Task<IReadOnlyList<string>>> list)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var settings = application.Globals.Read(context.ParseResult, application.Environment);
            using var timeout = new CancellationTokenSource(Patience, application.Environment.Time);
            var names = Task.Run(() => list(settings.Store, timeout.Token)).GetAwaiter().GetResult();
            return [.. names
                .Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal))
                .Select(name => new CompletionItem(name))];
        }
        catch (Exception e) when (e is WorkflowsException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // Nobody reads an error between two tab stops; the command itself will say it.
            return [];
        }
    }
}
