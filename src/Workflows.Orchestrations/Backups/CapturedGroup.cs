namespace Workflows.Orchestrations.Backups;

/// <summary>What is captured of a group: a reference to the list of its parts in the store, with counts.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="Record">The name of the document that lists its parts.</param>
/// <param name="Complete">Whether all its parts are captured; else the revision was compacted before.</param>
/// <param name="Objects">How many objects were captured.</param>
/// <param name="Bytes">How many bytes were staged.</param>
public sealed record CapturedGroup(int Group, string Record, bool Complete, long Objects, long Bytes);
