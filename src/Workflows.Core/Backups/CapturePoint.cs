namespace Workflows.Core.Backups;

/// <summary>Where a capture attempt that used up its budget stopped, and where the next one goes on.</summary>
/// <param name="Slice">The index of the slice in its part.</param>
/// <param name="Continue">The server's token for the slice's next page; null starts the slice.</param>
public sealed record CapturePoint(int Slice, string? Continue);
