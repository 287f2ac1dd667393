namespace Workflows.Cli.Output.Documents;

/// <summary><c>completion</c>.</summary>
internal sealed record CompletionDocument(string Shell, string Script);
