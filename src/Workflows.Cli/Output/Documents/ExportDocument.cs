namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup export</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Format"><c>velero</c> or <c>tar</c>.</param>
/// <param name="Path">The folder or file that was written.</param>
/// <param name="Bytes">The length of what was written.</param>
internal sealed record ExportDocument(string Name, string Format, string Path, long Bytes);
