using Microsoft.Extensions.Logging;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>All that the app logs, with every field.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];
    private readonly Lock gate = new();

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        lock (gate)
        {
            lines.Add($"{logLevel} {formatter(state, exception)} {fields} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
