using Workflows.Api.Reading;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary><c>--ttl</c>.</summary>
internal static class Ttl
{
    /// <exception cref="UsageException">The text is no length of time, or none between a second and 100 years.</exception>
    public static TimeSpan Parse(string text) => KeepTime.TryParse(text, out var time)
        ? time
        : throw new UsageException(
            $"--ttl can't read '{text}'; write how long the backup is to be kept, such as 720h, 30d or 1h30m, "
            + "up to 36500d.");
}
