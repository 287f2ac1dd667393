namespace Workflows.Orchestrations.Backups;

/// <summary>A group whose parts are all captured: a reference to their list in the store, with counts.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="Record">The name of the document that lists its parts.</param>
/// <param name="Objects">How many objects were captured.</param>
/// <param name="Bytes">How many bytes were staged.</param>
/// <param name="Problems">How many problems were met.</param>
public sealed record CapturedGroup(int Group, string Record, long Objects, long Bytes, int Problems);
