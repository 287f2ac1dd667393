using System.Text.RegularExpressions;

namespace Workflows.Core.Resources;

/// <summary>Names as Kubernetes allows them (RFC 1123).</summary>
public static partial class DnsName
{
    /// <summary>Whether a text is a DNS label of RFC 1123, as namespaces are named.</summary>
    public static bool IsLabel(string text) => Label().IsMatch(text);

    /// <summary>Whether a text is a DNS subdomain of RFC 1123, as most objects are named.</summary>
    public static bool IsSubdomain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= 253 && Array.TrueForAll(text.Split('.'), IsLabel);
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
