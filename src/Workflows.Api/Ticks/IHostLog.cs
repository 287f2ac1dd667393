using Microsoft.Extensions.Logging;

namespace Workflows.Api.Ticks;

/// <summary>Where a host writes down what happened. No secret is ever given to it.</summary>
public interface IHostLog
{
    /// <summary>Writes down that something happened.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="name">What happened, in a word: <c>scheduled</c>.</param>
    /// <param name="fields">The rest; what is null is left out.</param>
    void Write(LogLevel level, string name, params ReadOnlySpan<(string Name, object? Value)> fields);
}
