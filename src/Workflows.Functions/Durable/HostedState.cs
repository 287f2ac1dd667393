using Microsoft.DurableTask.Client;
using Workflows.Durable;

namespace Workflows.Functions.Durable;

/// <summary>An instance as a Durable Task host shows it, in the port's words.</summary>
internal static class HostedState
{
    public static OrchestrationState From(OrchestrationMetadata metadata)
    {
        // A task hub may be shared: what others started has an input of its own, and no version of ours.
        var input = Payload.Parse(metadata.SerializedInput);
        var start = OrchestrationStart.Read(input ?? default) ?? new OrchestrationStart(0) { Input = input };
        var status = From(metadata.RuntimeStatus);
        return new(
            HostInstanceId.ToInstanceId(metadata.InstanceId),
            metadata.Name,
            start.Version,
            status,
            metadata.CreatedAt,
            metadata.LastUpdatedAt)
        {
            ParentInstanceId = start.Parent,
            Input = start.Input,
            Output = status is OrchestrationStatus.Completed ? Payload.Parse(metadata.SerializedOutput) : null,
            CustomStatus = Payload.Parse(metadata.SerializedCustomStatus),
            Failure = status switch
            {
                OrchestrationStatus.Failed => FailureText.Read(metadata.FailureDetails),
                OrchestrationStatus.Terminated => FailureText.Terminated(ReasonOf(metadata)),
                _ => null,
            },
        };
    }

    public static IEnumerable<OrchestrationRuntimeStatus> ToHost(IEnumerable<OrchestrationStatus> statuses) =>
        Enum.GetValues<OrchestrationRuntimeStatus>().Where(host => statuses.Contains(From(host)));

    private static OrchestrationStatus From(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => OrchestrationStatus.Pending,
        OrchestrationRuntimeStatus.Suspended => OrchestrationStatus.Suspended,
        OrchestrationRuntimeStatus.Completed => OrchestrationStatus.Completed,
        OrchestrationRuntimeStatus.Failed => OrchestrationStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => OrchestrationStatus.Terminated,

        // Between two runs of an instance that continues as new, some hosts name a status of its own.
        _ => OrchestrationStatus.Running,
    };

    private static string? ReasonOf(OrchestrationMetadata metadata) =>
        Payload.Parse(metadata.SerializedOutput) is { ValueKind: System.Text.Json.JsonValueKind.String } reason
            ? reason.GetString()
            : null;
}
