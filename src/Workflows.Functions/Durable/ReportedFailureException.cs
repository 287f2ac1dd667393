using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>
/// How an activity or an orchestrator tells its host that it failed. A host keeps an exception's type and message and
/// nothing else, and some add words of their own: so the message is the details, in a form that is found again.
/// </summary>
internal sealed class ReportedFailureException(FailureDetails details) : Exception(FailureText.Write(details))
{
    public FailureDetails Details { get; } = details;
}
