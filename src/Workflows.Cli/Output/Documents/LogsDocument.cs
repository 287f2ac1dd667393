namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup logs</c> and <c>restore logs</c>.</summary>
internal sealed record LogsDocument(string Name, IReadOnlyList<string> Lines);
