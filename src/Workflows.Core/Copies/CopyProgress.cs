namespace Workflows.Core.Copies;

/// <summary>How far a copy is.</summary>
/// <param name="Step"><c>Planning</c>, <c>Copying</c> or <c>Committing</c>.</param>
/// <param name="Files">How many files are to be copied; 0 while unknown.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="FilesDone">How many are.</param>
/// <param name="BytesDone">How many of their bytes are.</param>
public sealed record CopyProgress(string Step, long Files, long Bytes, long FilesDone, long BytesDone);
