using Workflows.Core.Errors;

namespace Workflows.Functions.Hosting;

/// <summary>App settings that the app can't start with: all that is wrong with them, a sentence each, and no value that is secret.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : WorkflowsException(ErrorKind.Usage, $"The function app can't start by its app settings. {string.Join(' ', problems)}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
