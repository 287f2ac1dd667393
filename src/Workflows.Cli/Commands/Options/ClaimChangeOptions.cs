using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores;

namespace Workflows.Cli.Commands.Options;

/// <summary>What a restore makes otherwise of claims than they were: their classes and sizes.</summary>
internal sealed class ClaimChangeOptions
{
    private readonly Option<string[]> classes = new("--storage-class-mappings")
    {
        Description = "From storage classes of the backup to others of the cluster, for claims, volumes and StatefulSets: "
            + "gp2:managed-csi,nfs:files.",
        HelpName = "FROM:TO,…",
    };

    private readonly Option<string[]> sizes = new("--claim-size")
    {
        Description = "Lets a claim ask for more storage than it did: shop/data=50Gi. Namespace and name are those of the backup.",
        HelpName = "NAMESPACE/CLAIM=SIZE,…",
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(classes);
        command.Options.Add(sizes);
    }

    /// <exception cref="UsageException">An entry can't be read, or two of them contradict each other.</exception>
    public ClaimChanges Read(ParseResult parse) => new()
    {
        StorageClasses = Pairs(parse, classes, ':', "FROM:TO with two names of storage classes", DnsName.IsSubdomain, DnsName.IsSubdomain),
        Sizes = Pairs(
            parse,
            sizes,
            '=',
            "NAMESPACE/CLAIM=SIZE, such as shop/data=50Gi",
            text => Names.FindClaim(text) is not null,
            text => Quantity.TryParse(text, out var bytes) && bytes > 0),
    };

    private static SortedDictionary<string, string> Pairs(
        ParseResult parse,
        Option<string[]> option,
        char separator,
        string form,
        Func<string, bool> isLeft,
        Func<string, bool> isRight)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in CommaList.Read(parse, option))
        {
            if (entry.Split(separator) is not [var left, var right] || !isLeft(left) || !isRight(right))
            {
                throw new UsageException($"{option.Name} can't read '{entry}'; write {form}.");
            }

            if (!pairs.TryAdd(left, right))
            {
                throw new UsageException($"{option.Name} names '{left}' twice; keep one of them.");
            }
        }

        return pairs;
    }
}
