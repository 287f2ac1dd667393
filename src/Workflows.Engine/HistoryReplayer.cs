using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Replay;

namespace Workflows.Engine;

/// <summary>
/// Runs today's code over a recorded history and says whether it still makes the same calls, with nothing carried out.
/// Stricter than a restart: a step more at the end, or another result, is a mismatch too.
/// </summary>
public sealed class HistoryReplayer(DurableRegistry registry)
{
    /// <param name="history">What <see cref="HistoryExport"/> wrote.</param>
    /// <exception cref="HistoryFormatException">It is something else.</exception>
    /// <exception cref="OrchestratorNotRegisteredException">The registry lacks the orchestrator's version.</exception>
    public ReplayResult Replay(Stream history)
    {
        var records = Read(history);
        var started = (InstanceStarted)records[0];
        var code = registry.FindOrchestrator(started.Orchestrator, started.Version)
            ?? throw new OrchestratorNotRegisteredException(started.Orchestrator, started.Version);
        var ended = records[^1] as InstanceEnded;
        var execution = Execution.Replay(started, [.. records.Skip(1)], code, NullLoggerFactory.Instance);
        var steps = records.OfType<StepRecord>().Count();
        var mismatch = execution.Mismatch ?? FindDifference(execution, ended) switch
        {
            null => null,
            var (inHistory, now) => new NonDeterministicOrchestrationException(
                $"'{started.Orchestrator}' version {started.Version}", started.InstanceId, steps, inHistory, now),
        };
        return new ReplayResult(started.InstanceId, started.Orchestrator, started.Version, mismatch);
    }

    private static IReadOnlyList<HistoryRecord> Read(Stream history)
    {
        HistoryDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(history, HistoryJson.Default.HistoryDocument);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new HistoryFormatException(e.Message, e);
        }

        return document switch
        {
            { Format: > HistoryDocument.CurrentFormat } =>
                throw new HistoryFormatException($"its format {document.Format} is newer than this program knows"),
            { Records: [InstanceStarted { EngineVersion: <= EngineBehaviour.Current }, ..] } => document.Records,
            _ => throw new HistoryFormatException("it does not begin with the start of an instance"),
        };
    }

    private static (string InHistory, string Now)? FindDifference(Execution execution, InstanceEnded? ended)
    {
        if (execution.TakeNewSteps() is [var step, ..])
        {
            return ("nothing further", step.Describe());
        }

        return (ended, execution.Outcome) switch
        {
            (null, null) or ({ Status: OrchestrationStatus.Terminated }, _) => null,
            (null, var outcome) => ("a wait", $"an end as {outcome.GetType().Name}"),
            (_, null) => ($"its end as {ended.Status}", "a wait"),
            ({ Status: OrchestrationStatus.Completed }, Completed now) => Same(ended.Output, now.Output)
                ? null
                : ("its result", "another result"),
            ({ Status: OrchestrationStatus.Failed }, Failed now) when now.Failure == ended.Failure => null,
            (_, var outcome) => ($"its end as {ended.Status}", $"another end, as {outcome.GetType().Name}"),
        };
    }

    private static bool Same(JsonElement? recorded, JsonElement now) =>
        recorded is { } known ? JsonElement.DeepEquals(known, now) : now.ValueKind is JsonValueKind.Null;
}
