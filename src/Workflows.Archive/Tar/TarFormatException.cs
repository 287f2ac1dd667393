namespace Workflows.Archive.Tar;

/// <summary>Bytes are not the tar that this product writes; the message says what was found, for a report.</summary>
internal sealed class TarFormatException(string message) : Exception(message);
