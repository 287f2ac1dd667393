using Workflows.Engine.History;

namespace Workflows.Engine.Running;

/// <summary>Something that happened to an instance and is not recorded yet.</summary>
/// <param name="Record">What.</param>
/// <param name="ExecutionId">The run it answers; null when it is meant for any.</param>
/// <param name="Acknowledgement">Completed once it is on the disk, or came to nothing.</param>
internal readonly record struct InboxMessage(
    HistoryRecord Record, Guid? ExecutionId = null, TaskCompletionSource? Acknowledgement = null);
