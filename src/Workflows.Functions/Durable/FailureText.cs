using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>Failure details through a Durable Task host and back.</summary>
internal static class FailureText
{
    private const string Property = "workflowsFailure";
    private const string Start = $"{{\"{Property}\":";

    /// <summary>What hosts call a name that the program does not have: it won't at the next attempt either.</summary>
    private static readonly string[] NotRegistered = ["ActivityTaskNotFound", "OrchestratorTaskNotFound"];

    public static string Write(FailureDetails details) =>
        JsonSerializer.Serialize(new Dictionary<string, FailureDetails> { [Property] = details }, DurableJson.Options);

    /// <summary>
    /// The details that <see cref="Write"/> put down; of a failure that is the host's own (a worker was lost, an activity
    /// took too long), what the host says of it. Null, which is how some hosts report an end that is not their child's
    /// doing, is a termination.
    /// </summary>
    public static FailureDetails Read(TaskFailureDetails? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerFailure)
        {
            if (Find(cause.ErrorMessage) is { } details)
            {
                return details;
            }
        }

        return failure is null
            ? Terminated("The sub-orchestration was terminated.")
            : new(failure.ErrorType, failure.ErrorMessage, IsRetryable: !NotRegistered.Contains(failure.ErrorType))
            {
                Kind = NotRegistered.Contains(failure.ErrorType) ? nameof(ErrorKind.Usage) : nameof(ErrorKind.Failed),
            };
    }

    public static FailureDetails Terminated(string? reason) =>
        new(nameof(OrchestrationStatus.Terminated), reason ?? "It was terminated.", IsRetryable: false);

    private static FailureDetails? Find(string? message)
    {
        var start = message?.IndexOf(Start, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return null;
        }

        try
        {
            // The reader stops after one value: what the host wrote behind it is not looked at.
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(message![start..]));
            return JsonSerializer
                .Deserialize<Dictionary<string, FailureDetails>>(ref reader, DurableJson.Options)?
                .GetValueOrDefault(Property);
        }
        catch (JsonException)
        {
            // Cut short by the host: its own words are all there is.
            return null;
        }
    }
}
