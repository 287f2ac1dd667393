namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup download</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="File">The file that was written.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record DownloadDocument(string Name, string File, long Bytes);
