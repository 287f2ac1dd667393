using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>A file is not a history that <see cref="HistoryExport"/> wrote, or one of a newer format.</summary>
public sealed class HistoryFormatException(string reason, Exception? innerException = null)
    : WorkflowsException(
        ErrorKind.Damaged, $"The recorded history can't be read: {reason}. Export it again.", innerException);
