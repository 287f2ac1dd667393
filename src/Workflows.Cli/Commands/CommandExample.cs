namespace Workflows.Cli.Commands;

/// <param name="Line">What to type.</param>
/// <param name="Purpose">What it is for.</param>
internal sealed record CommandExample(string Line, string Purpose);
