using Workflows.Core.Hooks;

namespace Workflows.Core.Schedules.Cron;

/// <summary>Reads an expression without its time zone; collects every problem rather than the first.</summary>
internal sealed class CronExpressionParser(List<string> problems)
{
    private const string Every = "@every ";

    private const string Order = "minute, hour, day of month, month, day of week";

    /// <summary>What the expression says, for a zone's clock; null when there are problems.</summary>
    public Func<ZoneClock, IDueTimes>? Parse(string expression)
    {
        if (expression.StartsWith(Every, StringComparison.Ordinal))
        {
            return ParseInterval(expression[Every.Length..].Trim()) is { } interval ? _ => new IntervalTimes(interval) : null;
        }

        var written = expression.StartsWith('@') ? Expand(expression) : expression;
        if (written is null || ParseFields(written) is not { } fields)
        {
            return null;
        }

        return clock => fields.IsEveryHour ? new EveryHourTimes(fields, clock) : new ClockTimes(fields, clock);
    }

    private string? Expand(string macro)
    {
        var fields = macro switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => null,
        };
        if (fields is null)
        {
            problems.Add(
                $"\"{macro}\" is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every with a length of time.");
        }

        return fields;
    }

    private TimeSpan? ParseInterval(string text)
    {
        if (!GoDuration.TryParse(text, out var interval))
        {
            problems.Add($"@every takes a length of time as Go writes it (90m, 1h30m), and \"{text}\" is none.");
            return null;
        }

        if (interval < TimeSpan.FromMinutes(1) || interval.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            problems.Add($"@every takes whole minutes, one at least, and \"{text}\" is not that.");
            return null;
        }

        return interval;
    }

    private CronFields? ParseFields(string expression)
    {
        var texts = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length != 5)
        {
            problems.Add(CountProblem(expression, texts.Length));
            return null;
        }

        var fields = new CronField[texts.Length];
        var before = problems.Count;
        for (var i = 0; i < texts.Length; i++)
        {
            try
            {
                fields[i] = CronFieldParser.Parse(CronFieldKind.All[i], texts[i]);
            }
            catch (FormatException wrong)
            {
                problems.Add(wrong.Message);
            }
        }

        if (problems.Count > before)
        {
            return null;
        }

        var read = new CronFields(fields[0], fields[1], fields[2], fields[3], fields[4]);
        if (read.IsPossible)
        {
            return read;
        }

        problems.Add($"\"{expression}\" is never due: no month in it has day {read.Day.First}.");
        return null;
    }

    private static string CountProblem(string expression, int count) => count switch
    {
        0 => $"A schedule has five fields ({Order}), and this one is empty.",
        6 => $"\"{expression}\" has six fields, and a schedule has five ({Order}): one with seconds or a year is not understood.",
        _ => $"\"{expression}\" has {count} field{(count == 1 ? "" : "s")}, and a schedule has five ({Order}).",
    };
}
