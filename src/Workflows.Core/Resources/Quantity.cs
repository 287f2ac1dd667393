using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflows.Core.Resources;

/// <summary>Amounts as Kubernetes writes them: <c>500m</c>, <c>1.5Gi</c>, <c>2e3</c>, <c>10</c>.</summary>
public static partial class Quantity
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        [""] = 1m,
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>Reads an amount that is zero or more.</summary>
    /// <param name="text">The amount as written; null is none.</param>
    /// <param name="amount">In the unit without a suffix: bytes, processors.</param>
    /// <returns>Whether it is an amount, and one below what a <see cref="decimal"/> holds.</returns>
    public static bool TryParse(string? text, out decimal amount)
    {
        amount = 0;
        if (text is null || Form().Match(text) is not { Success: true } match
            || !decimal.TryParse(
                match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            amount = number * (match.Groups["exponent"] is { Success: true } exponent
                ? PowerOfTen(int.Parse(exponent.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
                : Units[match.Groups["unit"].Value]);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power *= 10;
        }

        return exponent < 0 ? 1 / power : power;
    }

    /// <summary>Two digits of exponent are more than any amount has.</summary>
    [GeneratedRegex(
        @"\A\+?(?<number>[0-9]{1,24}(\.[0-9]{0,24})?|\.[0-9]{1,24})([eE](?<exponent>[+-]?[0-9]{1,2})|(?<unit>[KMGTPE]i|[numkMGTPE])?)\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
