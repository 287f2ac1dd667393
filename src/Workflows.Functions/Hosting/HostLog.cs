using Microsoft.Extensions.Logging;
using Workflows.Api.Ticks;

namespace Workflows.Functions.Hosting;

/// <summary>What happened, through the host's log, with each field on its own for whoever searches it.</summary>
internal sealed class HostLog(ILogger log) : IHostLog
{
    private const string EventField = "event";

    public void Write(LogLevel level, string name, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        List<KeyValuePair<string, object?>> state = [new(EventField, name)];
        foreach (var (field, value) in fields)
        {
            if (value is not null)
            {
                state.Add(new(field, Written(value)));
            }
        }

        log.Log(level, default, state, exception: null, static (all, _) => TextOf(all));
    }

    /// <summary>The host turns a field into text, and knows of lists no more than their type.</summary>
    private static object Written(object value) => value switch
    {
        IEnumerable<string> list => string.Join(", ", list),
        DateTimeOffset time => time.ToString("O"),
        _ => value,
    };

    private static string TextOf(IEnumerable<KeyValuePair<string, object?>> fields) =>
        string.Join(' ', fields.Select(field => field.Key == EventField ? $"{field.Value}" : $"{field.Key}={field.Value}"));
}
