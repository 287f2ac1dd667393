using System.CommandLine.Completions;
using Workflows.Cli.Commands;
using Workflows.Cli.Stores;
using Workflows.Core.Errors;

namespace Workflows.Cli.Completion;

/// <summary>The names of the store's backups, for shells.</summary>
internal static class BackupNameCompletions
{
    /// <summary>A shell waits at the user's cursor: a store that is slower than this has no completions.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IEnumerable<CompletionItem> Of(CliApplication application, CompletionContext context)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var settings = application.Globals.Read(context.ParseResult, application.Environment);
            using var timeout = new CancellationTokenSource(Patience, application.Environment.Time);
            var names = Task.Run(() => new StoredBackups(settings.Store).ListNamesAsync(timeout.Token)).GetAwaiter().GetResult();
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
