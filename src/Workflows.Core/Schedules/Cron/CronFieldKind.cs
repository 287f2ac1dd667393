namespace Workflows.Core.Schedules.Cron;

/// <summary>What one of the five fields may hold.</summary>
internal sealed record CronFieldKind(string Name, int Min, int Max, string[] Words)
{
    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The fields in the order in which they are written.</summary>
    public static CronFieldKind[] All { get; } =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of month", 1, 31, []),
        new("month", 1, 12, Months),
        // 7 is Sunday as well, as in crontab(5): a range may then end with it (5-7).
        new("day of week", 0, 7, Days),
    ];

    /// <summary>The number that a text stands for; null when it stands for none. It may be outside the bounds.</summary>
    public int? ValueOf(string text)
    {
        var word = Array.FindIndex(Words, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (word >= 0)
        {
            return word + (Name == "month" ? 1 : 0);
        }

        return text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit) ? int.Parse(text) : null;
    }

    /// <summary>What may stand in the field, for a sentence.</summary>
    public string Allowed => Words.Length == 0 ? $"{Min} to {Max}" : $"{Min} to {Max} or {Words[0]} to {Words[^1]}";
}
