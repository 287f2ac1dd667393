namespace Workflows.Cli.Output.Documents;

/// <summary><c>version</c>.</summary>
/// <param name="Version">The version of this program.</param>
/// <param name="Runtime">What runs it.</param>
/// <param name="Platform">The operating system and processor.</param>
internal sealed record VersionDocument(string Version, string Runtime, string Platform);
