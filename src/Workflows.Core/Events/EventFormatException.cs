using Workflows.Core.Errors;

namespace Workflows.Core.Events;

/// <summary>Bytes that are no event, or none that is taken. Nothing was done about any event of them.</summary>
/// <param name="message">What is wrong with them; nothing of them is quoted.</param>
public sealed class EventFormatException(string message) : WorkflowsException(ErrorKind.Usage, message);
