namespace Workflows.Kubernetes;

/// <summary>One cause in the details of a <c>Status</c>.</summary>
/// <param name="Reason">Machine-readable, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">For a person.</param>
/// <param name="Field">The field it is about, in the notation of the API; empty for none.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
