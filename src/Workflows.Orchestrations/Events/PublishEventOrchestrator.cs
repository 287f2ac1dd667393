using Microsoft.Extensions.Logging;
using Workflows.Core.Events;
using Workflows.Durable;

namespace Workflows.Orchestrations.Events;

/// <summary>
/// Sends one event until it is taken. It is an instance of its own: what the event tells of has ended before, and an
/// endpoint that is not there fails this and nothing else.
/// </summary>
public sealed class PublishEventOrchestrator : Orchestrator<OutgoingEvent, bool>
{
    /// <summary>Two and a half hours in all: longer than most endpoints are away, and bounded.</summary>
    private static readonly RetryOptions Patience = new(MaxAttempts: 20, FirstInterval: TimeSpan.FromSeconds(5))
    {
        MaxInterval = TimeSpan.FromMinutes(12),
    };

    public override async Task<bool> RunAsync(OrchestrationContext context, OutgoingEvent input)
    {
        try
        {
            return await context.CallActivityAsync(EventNames.SendEvent, input, Patience);
        }
        catch (TaskFailedException failed)
        {
            context.CreateReplaySafeLogger(nameof(PublishEventOrchestrator)).LogWarning(
                "{Type} of {Subject} was told to nobody: {Reason}", input.Type, input.Subject, failed.Message);
            throw;
        }
    }
}
