using System.Text.RegularExpressions;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>Names as Kubernetes allows them (RFC 1123).</summary>
internal static partial class Names
{
    /// <summary>
    /// Shorter than Kubernetes' 253: a run's folder is named after it, with a prefix and a suffix, and file systems
    /// end names at 255 bytes.
    /// </summary>
    private const int LongestName = 200;

    /// <summary>Checks a backup's or restore's name.</summary>
    /// <param name="what">What is named: <c>backup</c>, <c>restore</c>.</param>
    /// <param name="name">The name as typed.</param>
    /// <exception cref="UsageException">It is not a DNS subdomain of RFC 1123.</exception>
    public static string Require(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= LongestName && Subdomain().IsMatch(name)
            ? name
            : throw new UsageException(
                $"'{name}' can't name a {what}: use lower-case letters, digits, '-' and '.', start and end with a "
                + $"letter or digit, and at most {LongestName} characters.");
    }

    /// <summary>Whether a text is a DNS label of RFC 1123, as namespaces are named.</summary>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
