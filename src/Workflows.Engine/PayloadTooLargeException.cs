using Workflows.Core.Errors;
using Workflows.Engine.Replay;

namespace Workflows.Engine;

/// <summary>An input, result, event or status is longer than the journal takes.</summary>
public sealed class PayloadTooLargeException(string what, long length)
    : WorkflowsException(
        ErrorKind.Failed,
        $"{what} is {length} bytes long; at most {Payload.MaxBytes} are recorded. Hand over a reference to the data "
        + "instead of the data.")
{
    /// <summary>The length of the refused value, in bytes.</summary>
    public long Length { get; } = length;
}
