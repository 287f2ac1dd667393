using System.Text.Json;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Engine.Files;
using Workflows.Engine.History;
using Workflows.Engine.Journal;

namespace Workflows.Engine.State;

/// <summary>How an instance with a damaged journal is shown: failed, with what is wrong as its failure.</summary>
internal static class DamagedState
{
    public static OrchestrationState Of(IEngineFiles files, string path, JournalDamagedException damage)
    {
        var started = TryReadBeginning(files, path);
        var id = started?.InstanceId ?? StateLayout.IdOf(Path.GetFileNameWithoutExtension(path));
        return new OrchestrationState(
            id,
            started?.Orchestrator ?? "unknown",
            started?.Version ?? 0,
            OrchestrationStatus.Failed,
            started?.CreatedAt ?? default,
            started?.CreatedAt ?? default)
        {
            ParentInstanceId = started?.Parent?.InstanceId,
            Failure = new FailureDetails(typeof(JournalDamagedException).FullName!, damage.Message, IsRetryable: false)
            {
                Kind = nameof(ErrorKind.Damaged),
            },
        };
    }

    private static InstanceStarted? TryReadBeginning(IEngineFiles files, string path)
    {
        try
        {
            using var stream = files.OpenRead(path);
            var reader = new JournalReader(stream, path);
            return reader.TryRead(out var bytes)
                ? JsonSerializer.Deserialize(bytes.Span, HistoryJson.Default.HistoryRecord)
                    as InstanceStarted
                : null;
        }
        catch (Exception e) when (e is WorkflowsException or JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
