namespace Workflows.Core.Backups;

/// <summary>The unit of capture, of retry and of resuming: some lists, read one after the other.</summary>
/// <param name="Number">Its place in the archive, from 0.</param>
/// <param name="Slices">The lists, in order.</param>
/// <param name="EstimatedObjects">How many objects the server counted.</param>
public sealed record CapturePart(int Number, IReadOnlyList<CaptureSlice> Slices, long EstimatedObjects);
