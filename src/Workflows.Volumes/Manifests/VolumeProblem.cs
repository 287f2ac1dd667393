namespace Workflows.Volumes.Manifests;

/// <param name="Path">The entry, as a person reads it.</param>
/// <param name="Message">What happened, in a sentence.</param>
public sealed record VolumeProblem(string Path, string Message);
