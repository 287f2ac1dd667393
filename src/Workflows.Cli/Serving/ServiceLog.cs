using System.Text.Json;
using Microsoft.Extensions.Logging;
using Workflows.Api.Ticks;

namespace Workflows.Cli.Serving;

/// <summary>
/// The service's log: a JSON object a line. It tells of requests by their operation and never by header, query or body:
/// no token and nobody's data gets here.
/// </summary>
internal sealed class ServiceLog(TextWriter output, TimeProvider time) : ILoggerProvider, IHostLog
{
    public const string Info = "info";
    public const string Error = "error";

    private readonly Lock gate = new();

    public ILogger CreateLogger(string categoryName) => new CategoryLog(this, categoryName);

    /// <summary>Writes a line.</summary>
    /// <param name="level"><see cref="Info"/>, <c>warning</c>, <see cref="Error"/>.</param>
    /// <param name="name">What happened, in a word.</param>
    /// <param name="fields">The rest; what is null is left out.</param>
    public void Write(string level, string name, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var line = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["time"] = time.GetUtcNow(), ["level"] = level, ["event"] = name,
        };
        foreach (var (field, value) in fields)
        {
            if (value is not null)
            {
                line[field] = value;
            }
        }

        var text = JsonSerializer.Serialize(line, DocumentJson.Line);
        lock (gate)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    public void Write(LogLevel level, string name, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(NameOf(level), name, fields);

    public void Dispose()
    {
    }

    private static string NameOf(LogLevel level) =>
        level switch { LogLevel.Information => Info, LogLevel.Warning => "warning", _ => Error };

    /// <summary>What the engine, the web server and orchestrations log.</summary>
    private sealed class CategoryLog(ServiceLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(
                    NameOf(logLevel),
                    "log",
                    ("category", category),
                    ("message", formatter(state, exception)),
                    ("exception", exception?.ToString()));
            }
        }
    }
}
