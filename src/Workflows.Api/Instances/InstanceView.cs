using System.Text.Json;
using Workflows.Api.Documents;
using Workflows.Api.Runs;
using Workflows.Durable;

namespace Workflows.Api.Instances;

/// <summary>Instances as documents: never their inputs, which name files of the host.</summary>
internal static class InstanceView
{
    public static string PathOf(string instanceId) => $"/v1/instances/{Uri.EscapeDataString(instanceId)}";

    public static InstanceDocument DocumentOf(OrchestrationState state)
    {
        var name = NameOf(state);
        return new InstanceDocument(state.InstanceId, state.Orchestrator, state.Status, state.CreatedAt, state.LastUpdatedAt)
        {
            Name = name,
            Resource = name is null ? null : RunRequest.KindOf(state.InstanceId) switch
            {
                RunKind.Backup => $"/v1/backups/{name}",
                RunKind.Restore => $"/v1/restores/{name}",
                _ => null,
            },
            Failure = state.Failure is { } failure ? new FailureDocument(failure.Kind, failure.Message) : null,
        };
    }

    /// <summary>The same, with how far it is.</summary>
    public static async Task<InstanceDocument> DocumentOfAsync(
        OrchestrationClient client, OrchestrationState state, CancellationToken cancellationToken)
    {
        if (state.IsEnded || RunRequest.KindOf(state.InstanceId) is not { } kind)
        {
            return DocumentOf(state);
        }

        var progress = await ProgressReader.ReadAsync(client, state.InstanceId, kind, cancellationToken);
        return DocumentOf(state) with { Progress = progress == ProgressSnapshot.Starting ? null : progress };
    }

    private static string? NameOf(OrchestrationState state) =>
        state.Input is { ValueKind: JsonValueKind.Object } input
        && input.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String
            ? name.GetString()
            : null;
}
