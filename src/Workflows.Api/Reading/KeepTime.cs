using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflows.Api.Reading;

/// <summary>Lengths of time as Go and Velero write them (<c>720h</c>, <c>1h30m</c>), and days (<c>30d</c>).</summary>
public static partial class KeepTime
{
    /// <summary>How long a backup is kept that nothing else is said of; Velero's default is the same.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads one between a second and 100 years.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = TimeSpan.Zero;
        var end = 0;
        foreach (Match match in Piece().Matches(text))
        {
            if (match.Index != end || time > Longest)
            {
                return false;
            }

            end = match.Index + match.Length;
            time += Unit(match.Groups["unit"].Value)
                * long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return end == text.Length && time >= TimeSpan.FromSeconds(1) && time <= Longest;
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "d" => TimeSpan.FromDays(1),
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(1),
    };

    /// <summary>At most seven digits: no product with a day overflows a <see cref="TimeSpan"/>.</summary>
    [GeneratedRegex("(?<number>[0-9]{1,7})(?<unit>[dhms])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Piece();
}
