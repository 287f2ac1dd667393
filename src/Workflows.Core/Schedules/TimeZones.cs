namespace Workflows.Core.Schedules;

/// <summary>Time zones by their IANA names, from the machine's database of them.</summary>
public static class TimeZones
{
    /// <summary>The zone of a name; null, with a sentence in <paramref name="problems"/>, when there is none.</summary>
    public static TimeZoneInfo? Find(string name, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(problems);
        // "Local" is the zone of whichever machine reads the plan: the same plan would run at other times elsewhere.
        if (!name.Equals("Local", StringComparison.OrdinalIgnoreCase)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        problems.Add($"\"{name}\" is no time zone that this machine knows: write its IANA name, as in Europe/Berlin or UTC.");
        return null;
    }
}
