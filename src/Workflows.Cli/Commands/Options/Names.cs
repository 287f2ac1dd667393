using System.Text.RegularExpressions;
using Workflows.Archive.Format;
using Workflows.Cli.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>Names as Kubernetes allows them (RFC 1123).</summary>
internal static partial class Names
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

    /// <summary>Whether a text is a DNS label of RFC 1123, as namespaces are named.</summary>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>Whether a text is a DNS subdomain of RFC 1123, as most objects are named.</summary>
    public static bool IsSubdomain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= 253 && Array.TrueForAll(text.Split('.'), IsLabel);
    }

    /// <summary>The claim that <c>namespace/name</c> names; null where it names none.</summary>
    public static ClaimName? FindClaim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var ns, var name] && IsLabel(ns) && IsSubdomain(name) ? new(ns, name) : null;
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
