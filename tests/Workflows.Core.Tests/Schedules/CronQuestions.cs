using FsCheck;
using FsCheck.Fluent;

namespace Workflows.Core.Tests.Schedules;

/// <summary>Random expressions, in zones and around instants where calendars and clocks are difficult.</summary>
internal static class CronQuestions
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Beirut",
        "Asia/Kolkata", "Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham",
    ];

    /// <summary>Days around which clocks change in some of those zones, months end, and February is long.</summary>
    private static readonly DateTime[] Days =
    [
        new(2026, 3, 29), new(2026, 10, 25), new(2026, 3, 8), new(2026, 11, 1), new(2026, 3, 28), new(2026, 4, 5),
        new(2026, 10, 4), new(2026, 4, 24), new(2026, 10, 29), new(2018, 11, 4), new(2018, 2, 18), new(2011, 12, 30),
        new(2026, 2, 15), new(2026, 3, 22), new(2028, 2, 29), new(2026, 2, 28), new(2026, 12, 31), new(2026, 4, 30),
    ];

    public static Gen<CronQuestion> All { get; } =
        from minute in Field(0, 59, [])
        from hour in Gen.OneOf(Gen.Constant("*"), Field(0, 4, []), Field(0, 23, []))
        from day in Gen.OneOf(Gen.Constant("*"), Gen.Elements("28-31", "29", "30", "31", "1"), Field(1, 31, []))
        from month in Gen.Frequency((4, Gen.Constant("*")), (1, Field(1, 12, ["jan", "feb", "mar", "oct", "dec"])))
        from weekday in Gen.Frequency((6, Gen.Constant("*")), (2, Field(0, 6, ["sun", "mon", "fri", "sat"])))
        from zone in Gen.Elements(Zones)
        from around in Gen.Elements(Days)
        from hoursBefore in Gen.Choose(0, 40)
        from minutes in Gen.Choose(0, 59)
        from days in Gen.Choose(1, 4)
        let start = new DateTimeOffset(around, TimeSpan.Zero).AddHours(-hoursBefore).AddMinutes(minutes)
        select new CronQuestion($"{minute} {hour} {day} {month} {weekday}", zone, start, start.AddDays(days));

    private static Gen<string> Field(int min, int max, string[] words)
    {
        var number = Gen.Choose(min, max).Select(value => value.ToString());
        var range =
            from low in Gen.Choose(min, max)
            from high in Gen.Choose(low, max)
            select $"{low}-{high}";
        var step = Gen.Choose(2, Math.Max(2, max / 2));
        var stepped = Gen.OneOf(Gen.Constant("*"), range).SelectMany(_ => step, (text, by) => $"{text}/{by}");
        var item = Gen.Frequency(
            (4, number), (2, range), (2, stepped), (words.Length > 0 ? 2 : 0, words.Length > 0 ? Gen.Elements(words) : number));
        return Gen.Choose(1, 3).SelectMany(count => item.ListOf(count)).Select(items => string.Join(',', items));
    }
}
