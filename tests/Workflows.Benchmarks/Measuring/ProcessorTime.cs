using System.Globalization;

namespace Workflows.Benchmarks.Measuring;

/// <summary>Processor time from <c>/proc</c>, user and system together.</summary>
internal static class ProcessorTime
{
    /// <summary>Fields of <c>/proc/PID/stat</c> after the name in brackets: utime is the 12th of them.</summary>
    private const int UserTime = 11;

    /// <summary>USER_HZ, which is 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>This process, and the programs that it started and that have ended.</summary>
    public static TimeSpan OfThisAndItsChildren()
    {
        var fields = Read(Environment.ProcessId)
            ?? throw new UnavailableException("Processor times are read from /proc, which is not here.");

        // This process's own time is known to the microsecond; that of children only in ticks.
        return Environment.CpuUsage.TotalTime + Ticks(fields, UserTime + 2) + Ticks(fields, UserTime + 3);
    }

    /// <summary>Processes together; one that has ended counts nothing.</summary>
    public static TimeSpan Of(IEnumerable<int> processes) =>
        processes.Select(Read).Where(fields => fields is not null).Aggregate(
            TimeSpan.Zero, (sum, fields) => sum + Ticks(fields!, UserTime) + Ticks(fields!, UserTime + 1));

    private static TimeSpan Ticks(string[] fields, int field) =>
        TimeSpan.FromSeconds(long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond);

    private static string[]? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
