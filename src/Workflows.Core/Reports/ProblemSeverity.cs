namespace Workflows.Core.Reports;

/// <summary>Whether something is missing for a problem's sake.</summary>
public enum ProblemSeverity
{
    Warning,
    Error,
}
