using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Cli.Completion;
using Workflows.Cli.Errors;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Catalog;

/// <summary>The kind and the name of a declared resource.</summary>
internal sealed class ResourceArguments
{
    private readonly Argument<string> kind = new("KIND")
    {
        Description = $"One of {string.Join(", ", ResourceKind.All.Select(kind => kind.Plural))}, or their short names: "
            + $"{string.Join(", ", ResourceKind.All.Select(kind => kind.Words[^1]))}.",
    };

    private readonly Argument<string?> name;

    /// <param name="application">The command line.</param>
    /// <param name="isNameOptional">Whether all of a kind are meant where no name is given.</param>
    public ResourceArguments(CliApplication application, bool isNameOptional)
    {
        name = new Argument<string?>("NAME")
        {
            Description = isNameOptional ? "The resource's name (default: all of the kind)." : "The resource's name.",
            Arity = isNameOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        kind.CompletionSources.Add(_ => ResourceKind.All.SelectMany(known => known.Words.Take(2)).Select(word => new CompletionItem(word)));
        name.CompletionSources.Add(context => ResourceKind.Find(context.ParseResult.GetValue(kind) ?? "") is { } known
            ? NamesOf(application, context, known)
            : []);
    }

    /// <summary>The names of a kind's resources in the store, for shells.</summary>
    public static IEnumerable<CompletionItem> NamesOf(CliApplication application, CompletionContext context, ResourceKind kind) =>
        StoredNameCompletions.Of(application, context, async (store, cancellationToken) =>
            await new ResourceCatalog(ArchiveStores.Open(store), application.Environment.Time)
                .NamesAsync(kind, cancellationToken).ToListAsync(cancellationToken));

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Arguments.Add(kind);
        command.Arguments.Add(name);
    }

    /// <exception cref="UsageException">There is no such kind.</exception>
    public (ResourceKind Kind, string? Name) Read(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var word = parse.GetRequiredValue(kind);
        return ResourceKind.Find(word) is { } known
            ? (known, parse.GetValue(name))
            : throw new UsageException(
                $"There is no kind '{word}'; there are {string.Join(", ", ResourceKind.All.Select(other => other.Plural))}. "
                + "Backups and restores are listed by 'workflows backup get' and 'workflows restore get'.");
    }
}
