using System.Globalization;
using Workflows.Core.Resources;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>Amounts of storage as Kubernetes writes them: <c>10Gi</c>, <c>500M</c>, <c>1e9</c>.</summary>
public static class StorageQuantity
{
    /// <returns>The bytes, rounded up; null for what is no amount, or more than a volume can be.</returns>
    public static long? TryParse(string? text) =>
        Quantity.TryParse(text, out var amount) && amount <= long.MaxValue ? (long)Math.Ceiling(amount) : null;

    /// <summary>The larger of an amount as somebody wrote it and a number of bytes, as Kubernetes reads it.</summary>
    public static string AtLeast(string? text, long bytes) =>
        text is not null && TryParse(text) is { } asked && asked >= bytes ? text : bytes.ToString(CultureInfo.InvariantCulture);
}
