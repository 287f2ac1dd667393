using System.CommandLine.Completions;
using Workflows.Cli.Commands;

namespace Workflows.Cli.Completion;

/// <summary>The names of the restores that a store has records of, for shells.</summary>
internal static class RestoreNameCompletions
{
    public static IEnumerable<CompletionItem> Of(CliApplication application, CompletionContext context) =>
        StoredNameCompletions.Of(
            application, context, (store, cancellationToken) => new StoredRestores(store).ListNamesAsync(cancellationToken));
}
