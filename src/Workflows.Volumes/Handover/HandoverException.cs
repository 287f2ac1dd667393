using Workflows.Core.Errors;

namespace Workflows.Volumes.Handover;

/// <summary>What was handed over is nothing that can be acted on, or was not answered as it should be.</summary>
public sealed class HandoverException(ErrorKind kind, string message, Exception? innerException = null)
    : WorkflowsException(kind, message, innerException)
{
    internal static HandoverException Malformed(string reason, Exception? innerException = null) =>
        new(ErrorKind.Failed, $"The hand-over can't be read: {reason}. Hand it over again.", innerException);

    internal static HandoverException WrongVersion(int version) =>
        new(
            ErrorKind.Usage,
            $"The hand-over is of version {version}; this mover reads version {HandoverFormat.Version}. Use the mover's image of the release that hands over.");
}
