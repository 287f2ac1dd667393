using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Resources;

namespace Workflows.Cli.Commands.Options;

/// <summary><c>--namespace-mappings a:b,c:d</c>: from a namespace of the backup to one of the cluster.</summary>
internal sealed class NamespaceMappings
{
    private readonly Option<string[]> option = new("--namespace-mappings")
    {
        Description = "From namespaces of the backup to others of the cluster: shop:shop-copy,web:web-copy.",
        HelpName = "FROM:TO,…",
    };

    public void AddTo(Command command) => command.Options.Add(option);

    /// <exception cref="UsageException">An entry is not <c>from:to</c>, or two of them contradict each other.</exception>
    public IReadOnlyDictionary<string, string> Read(ParseResult parse)
    {
        var mappings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in CommaList.Read(parse, option))
        {
            var (from, to) = Split(entry);
            if (!mappings.TryAdd(from, to))
            {
                throw new UsageException($"--namespace-mappings maps namespace '{from}' twice; keep one of them.");
            }
        }

        var merged = mappings.GroupBy(mapping => mapping.Value).FirstOrDefault(group => group.Count() > 1);
        return merged is null
            ? mappings
            : throw new UsageException(
                $"--namespace-mappings maps {string.Join(" and ", merged.Select(m => $"'{m.Key}'"))} to "
                + $"'{merged.Key}', where their objects would overwrite each other; restore them one by one.");
    }

    private static (string From, string To) Split(string entry) =>
        entry.Split(':') is [var from, var to] && DnsName.IsLabel(from) && DnsName.IsLabel(to)
            ? (from, to)
            : throw new UsageException(
                $"--namespace-mappings can't read '{entry}'; write FROM:TO with two names of namespaces.");
}
