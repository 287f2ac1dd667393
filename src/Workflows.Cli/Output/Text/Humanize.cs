using System.Globalization;

namespace Workflows.Cli.Output.Text;

/// <summary>Numbers as people read them. Sizes are decimal: 1 MB is 1,000,000 bytes.</summary>
internal static class Humanize
{
    private static readonly string[] SizeUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes)
    {
        double size = bytes;
        var unit = 0;

        // 999,950 and more would print as 1000.0.
        while (size >= 999.95 && unit < SizeUnits.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + SizeUnits[unit];
    }

    /// <summary>A length of time in its two largest units: <c>2m 5s</c>, <c>3d 4h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
        {
            return $"{Math.Max(0, (int)span.TotalMilliseconds)}ms";
        }

        if (span < TimeSpan.FromSeconds(10))
        {
            return span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + "s";
        }

        (int Value, string Unit)[] units =
            [((int)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "m"), (span.Seconds, "s")];
        return string.Join(
            ' ',
            units.SkipWhile(unit => unit.Value == 0).Take(2).Where(unit => unit.Value > 0).Select(u => u.Value + u.Unit));
    }

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Plural(long count, string singular, string? plural = null) =>
        $"{Count(count)} {(count == 1 ? singular : plural ?? singular + "s")}";
}
