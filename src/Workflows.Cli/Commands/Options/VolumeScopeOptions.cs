using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>Restores of volumes and of nothing else: of all that are selected, or of one claim into a new one.</summary>
internal sealed class VolumeScopeOptions
{
    /// <summary>Of the core group alone.</summary>
    private const string Claims = "persistentvolumeclaims.";

    private readonly Option<bool> volumesOnly = new("--volumes-only")
    {
        Description = "Restore claims with their data, or with volumes whose storage is kept, their namespaces, and nothing else.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<string> claim = new("--claim")
    {
        Description = "Restore one claim with its data and nothing else, into a claim that must not be there: see --into.",
        HelpName = "NAMESPACE/CLAIM",
    };

    private readonly Option<string> into = new("--into")
    {
        Description = "What the claim that --claim names becomes (default: what it was): a name, or with its namespace, which "
            + "is made if it is not there.",
        HelpName = "[NAMESPACE/]CLAIM",
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(volumesOnly);
        command.Options.Add(claim);
        command.Options.Add(into);
    }

    /// <summary>Whether volumes alone are to be restored, or one claim.</summary>
    public bool IsGiven(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetValue(volumesOnly) || parse.GetValue(claim) is not null;
    }

    /// <summary>The one claim that is to be restored; null where it is not one alone.</summary>
    /// <exception cref="UsageException">A name is none, or options are given that mean nothing together.</exception>
    public ClaimCopy? ReadCopy(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var (named, target) = (parse.GetValue(claim), parse.GetValue(into));
        if (named is null)
        {
            return target is null ? null : throw new UsageException("--into says what the claim becomes that --claim names: give both.");
        }

        if (parse.GetValue(volumesOnly))
        {
            throw new UsageException("--claim restores one claim, --volumes-only all that are selected: give one of them.");
        }

        var from = Require(claim.Name, "NAMESPACE/CLAIM", Names.FindClaim(named), named);
        return new(
            from,
            target is null ? from
            : target.Contains('/', StringComparison.Ordinal) ? Require(into.Name, "CLAIM or NAMESPACE/CLAIM", Names.FindClaim(target), target)
            : DnsName.IsSubdomain(target) ? new(from.Namespace, target)
            : Require(into.Name, "CLAIM or NAMESPACE/CLAIM", null, target));
    }

    /// <summary>What is selected, given what else was.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="selected">What the filters select.</param>
    /// <param name="copy">The one claim, if it is one alone.</param>
    /// <exception cref="UsageException">The filters name kinds, or anything where one claim is named.</exception>
    public ObjectSelection Narrow(ParseResult parse, ObjectSelection selected, ClaimCopy? copy)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(selected);
        if (copy is not null)
        {
            return selected == new ObjectSelection()
                ? new() { IncludedNamespaces = [copy.From.Namespace], IncludedResources = [Claims], IncludeClusterResources = false }
                : throw new UsageException("--claim names what is restored; leave the filters (--include-…, --exclude-…, --selector) away.");
        }

        if (!parse.GetValue(volumesOnly))
        {
            return selected;
        }

        return selected is { IncludedResources.Count: 0, ExcludedResources.Count: 0 }
            ? selected with { IncludedResources = [Claims] }
            : throw new UsageException(
                "--volumes-only says which kinds are restored; leave --include-resources and --exclude-resources away.");
    }

    private static ClaimName Require(string option, string form, ClaimName? read, string written) =>
        read ?? throw new UsageException($"{option} can't read '{written}'; write {form}.");
}
