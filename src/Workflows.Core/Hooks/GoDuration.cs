using System.Buffers;
using System.Globalization;

namespace Workflows.Core.Hooks;

/// <summary>Lengths of time as Go writes them, and so Velero's annotations: <c>90s</c>, <c>1m30s</c>, <c>1.5h</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads one; see Go's <c>time.ParseDuration</c>. Only what is zero or more, and below a year, is read.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var rest = text.AsSpan().TrimStart('+');
        var seconds = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits) is >= 0 and var next ? next : rest.Length;
            if (SecondsOf(rest[..letters]) is not { } unit)
            {
                return false;
            }

            seconds += number * unit;
            rest = rest[letters..];
        }

        if (text.Length == 0 || text == "+" || seconds > TimeSpan.FromDays(365).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" or "μs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => null,
    };
}
