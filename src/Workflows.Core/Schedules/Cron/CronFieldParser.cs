namespace Workflows.Core.Schedules.Cron;

/// <summary>Reads one field: a list of <c>*</c>, <c>n</c>, <c>n-m</c>, each with a step (<c>/s</c>) or without.</summary>
internal static class CronFieldParser
{
    /// <exception cref="FormatException">With a sentence that names the field and says what is wrong in it.</exception>
    public static CronField Parse(CronFieldKind kind, string text)
    {
        var bits = 0UL;
        var star = false;
        foreach (var item in text.Split(','))
        {
            var read = ReadItem(kind, text, item);
            bits |= read.Bits;
            star |= read.IsStar;
        }

        if (kind.Name == "day of week" && (bits & (1UL << 7)) != 0)
        {
            bits = (bits | 1) & 0x7F;
        }

        return new CronField(bits, star);
    }

    private static CronField ReadItem(CronFieldKind kind, string field, string item)
    {
        if (item.Length == 0)
        {
            throw Wrong(kind, field, "has a comma with nothing before or after it");
        }

        var parts = item.Split('/');
        if (parts.Length > 2)
        {
            throw Wrong(kind, field, $"has two slashes in \"{item}\"");
        }

        var step = parts.Length == 2 ? ReadStep(kind, field, parts[1]) : 1;
        var (from, to) = ReadRange(kind, field, parts[0], isOpen: parts.Length == 2);
        var bits = 0UL;
        for (var value = from; value <= to; value += step)
        {
            bits |= 1UL << value;
        }

        return new CronField(bits, parts[0] is "*" or "?" && step == 1);
    }

    /// <param name="isOpen">Whether a single number begins a range to the field's end, as it does before a step.</param>
    private static (int From, int To) ReadRange(CronFieldKind kind, string field, string text, bool isOpen)
    {
        if (text is "*" or "?")
        {
            // Not 7: Sunday twice would count twice as a step goes on.
            return (kind.Min, kind.Name == "day of week" ? 6 : kind.Max);
        }

        var ends = text.Split('-');
        switch (ends.Length)
        {
            case 1:
                var only = ReadValue(kind, field, text);
                return (only, isOpen ? Math.Max(only, kind.Name == "day of week" ? 6 : kind.Max) : only);
            case 2:
                var (from, to) = (ReadValue(kind, field, ends[0]), ReadValue(kind, field, ends[1]));
                return from <= to
                    ? (from, to)
                    : throw Wrong(
                        kind, field, $"has the range \"{text}\", which ends before it begins; write it as two ranges with a comma");
            default:
                throw Wrong(kind, field, $"has more than one hyphen in \"{text}\"");
        }
    }

    private static int ReadValue(CronFieldKind kind, string field, string text)
    {
        if (kind.ValueOf(text) is not { } value)
        {
            throw Wrong(kind, field, text.Length == 0
                ? "has a range without a beginning or an end"
                : $"has \"{text}\", which is none of {kind.Allowed}");
        }

        return value >= kind.Min && value <= kind.Max
            ? value
            : throw Wrong(kind, field, $"has {value}, which is not within {kind.Allowed}");
    }

    private static int ReadStep(CronFieldKind kind, string field, string text) =>
        text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit) && int.Parse(text) is > 0 and var step
            ? step
            : throw Wrong(kind, field, $"has the step \"{text}\", which is no whole number above zero");

    private static FormatException Wrong(CronFieldKind kind, string field, string what) =>
        new($"The field of the {kind.Name} (\"{field}\") {what}.");
}
