using System.Globalization;

namespace Workflows.Archive.Velero;

/// <summary>A line of a log as Velero writes it: <c>time="…" level=… msg="…"</c>.</summary>
public static class LogfmtLine
{
    /// <param name="time">When.</param>
    /// <param name="level"><c>info</c>, <c>warning</c> or <c>error</c>.</param>
    /// <param name="message">What; line breaks in it become blanks.</param>
    public static string Format(DateTimeOffset time, string level, string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var quoted = message.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings(" ");
        return string.Create(CultureInfo.InvariantCulture, $"time=\"{time:O}\" level={level} msg=\"{quoted}\"");
    }
}
