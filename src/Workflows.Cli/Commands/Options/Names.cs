using Workflows.Archive.Format;
using Workflows.Cli.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>Names as they are typed.</summary>
internal static class Names
{
    /// <summary>Checks a backup's or restore's name.</summary>
    /// <param name="what">What is named: <c>backup</c>, <c>restore</c>.</param>
    /// <param name="name">The name as typed.</param>
    /// <exception cref="UsageException">It is not a DNS subdomain of RFC 1123.</exception>
    public static string Require(string what, string name) =>
        BackupName.IsValid(name)
            ? name
            : throw new UsageException(
                $"'{name}' can't name a {what}: use lower-case letters, digits, '-' and '.', start and end with a "
                + $"letter or digit, and at most {BackupName.MaxLength} characters.");

    /// <summary>The claim that <c>namespace/name</c> names; null where it names none.</summary>
    public static ClaimName? FindClaim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var ns, var name] && DnsName.IsLabel(ns) && DnsName.IsSubdomain(name) ? new(ns, name) : null;
    }
}
