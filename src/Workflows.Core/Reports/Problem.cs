namespace Workflows.Core.Reports;

/// <summary>Something that could not be done, or not as asked.</summary>
/// <param name="Severity">An error leaves something out; a warning does not.</param>
/// <param name="Scope">The kind (<c>plural.group</c>) or group it concerns.</param>
/// <param name="Namespace">The namespace it concerns, if it is one.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record Problem(ProblemSeverity Severity, string Scope, string? Namespace, string Message);
