using System.Globalization;

namespace Workflows.Core.Volumes.Snapshots;

/// <summary>Amounts of storage as Kubernetes writes them: <c>10Gi</c>, <c>500M</c>, <c>1e9</c>.</summary>
public static class StorageQuantity
{
    private static readonly (string Suffix, decimal Factor)[] Units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50), ("Ei", 1L << 60),
        ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m), ("m", 0.001m),
    ];

    /// <returns>The bytes, rounded up; null for what is no amount, or more than a volume can be.</returns>
    public static long? TryParse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var (suffix, factor) = Units.FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var number = suffix is null ? text : text[..^suffix.Length];
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || amount < 0)
        {
            return null;
        }

        try
        {
            return (long)Math.Ceiling(amount * (suffix is null ? 1 : factor));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The larger of an amount as somebody wrote it and a number of bytes, as Kubernetes reads it.</summary>
    public static string AtLeast(string? text, long bytes) =>
        text is not null && TryParse(text) is { } asked && asked >= bytes ? text : bytes.ToString(CultureInfo.InvariantCulture);
}
