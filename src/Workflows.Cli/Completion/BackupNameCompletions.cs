using System.CommandLine.Completions;
using Workflows.Cli.Commands;

namespace Workflows.Cli.Completion;

/// <summary>The names of the store's backups, for shells.</summary>
internal static class BackupNameCompletions
{
    public static IEnumerable<CompletionItem> Of(CliApplication application, CompletionContext context) =>
        StoredNameCompletions.Of(
            application, context, (store, cancellationToken) => new StoredBackups(store).ListNamesAsync(cancellationToken));
}
