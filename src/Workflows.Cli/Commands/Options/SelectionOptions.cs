using System.CommandLine;
using Workflows.Core.Selection;

namespace Workflows.Cli.Commands.Options;

/// <summary>The filters that backup, restore and comparison share.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> includeNamespaces = List(
        "--include-namespaces", "Only these namespaces; globs such as 'team-*' (default: all).", "NS,…");

    private readonly Option<string[]> excludeNamespaces = List(
        "--exclude-namespaces", "Not these namespaces; globs. Exclusion wins.", "NS,…");

    private readonly Option<string[]> includeResources = List(
        "--include-resources",
        "Only these kinds: plural, plural.group, singular or short name; globs such as '*.example.com'.",
        "KIND,…");

    private readonly Option<string[]> excludeResources = List(
        "--exclude-resources", "Not these kinds. Exclusion wins.", "KIND,…");

    private readonly Option<string> selector = new("--selector", "-l")
    {
        Description = "Only objects with these labels: app=web,tier!=cache,'env in (a,b)',!old.",
        HelpName = "SELECTOR",
    };

    private readonly Option<string[]> orSelector = new("--or-selector")
    {
        Description = "Only objects that match at least one of these; give it once for each. Not with --selector.",
        HelpName = "SELECTOR",
    };

    private readonly Option<bool?> includeClusterResources = new("--include-cluster-resources")
    {
        Description = "Objects outside namespaces: true takes all, false none; without a word, all when nothing "
            + "restricts the namespaces, else those that the namespaces' objects need.",
        HelpName = "true|false",
    };

    public IReadOnlyList<string> Names =>
    [
        includeNamespaces.Name, excludeNamespaces.Name, includeResources.Name, excludeResources.Name, selector.Name, orSelector.Name,
        includeClusterResources.Name,
    ];

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(includeNamespaces);
        command.Options.Add(excludeNamespaces);
        command.Options.Add(includeResources);
        command.Options.Add(excludeResources);
        command.Options.Add(selector);
        command.Options.Add(orSelector);
        command.Options.Add(includeClusterResources);
    }

    /// <exception cref="SelectionException">A filter can't be read, or filters contradict each other.</exception>
    public ObjectSelection Read(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var selection = new ObjectSelection
        {
            IncludedNamespaces = CommaList.Read(parse, includeNamespaces),
            ExcludedNamespaces = CommaList.Read(parse, excludeNamespaces),
            IncludedResources = CommaList.Read(parse, includeResources),
            ExcludedResources = CommaList.Read(parse, excludeResources),
            LabelSelector = parse.GetValue(selector),
            OrLabelSelectors = parse.GetValue(orSelector) ?? [],
            IncludeClusterResources = parse.GetValue(includeClusterResources),
        };
        return selection.Validate() is { Count: > 0 } problems ? throw new SelectionException(problems) : selection;
    }

    private static Option<string[]> List(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
