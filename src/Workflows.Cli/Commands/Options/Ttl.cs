using System.Globalization;
using System.Text.RegularExpressions;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>Lengths of time as Go and Velero write them (<c>720h</c>, <c>1h30m</c>), and days (<c>30d</c>).</summary>
internal static partial class Ttl
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <exception cref="UsageException">The text is no length of time, or none between a second and 100 years.</exception>
    public static TimeSpan Parse(string text)
    {
        var total = TimeSpan.Zero;
        var end = 0;
        foreach (Match match in Piece().Matches(text))
        {
            if (match.Index != end || total > Longest)
            {
                throw NotATtl(text);
            }

            end = match.Index + match.Length;
            total += Unit(match.Groups["unit"].Value)
                * long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return end == text.Length && total >= TimeSpan.FromSeconds(1) && total <= Longest
            ? total
            : throw NotATtl(text);
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "d" => TimeSpan.FromDays(1),
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(1),
    };

    private static UsageException NotATtl(string text) => new(
        $"--ttl can't read '{text}'; write how long the backup is to be kept, such as 720h, 30d or 1h30m, "
        + "up to 36500d.");

    /// <summary>At most seven digits: no product with a day overflows a <see cref="TimeSpan"/>.</summary>
    [GeneratedRegex("(?<number>[0-9]{1,7})(?<unit>[dhms])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Piece();
}
