using Workflows.Durable;
using Workflows.Engine;

namespace Workflows.Orchestrations.Tests.Hosting;

/// <summary>One orchestration run to its end on the embedded engine.</summary>
/// <param name="State">How it ended.</param>
/// <param name="LargestPayload">
/// The longest input or result in any history of the run, in bytes of JSON, and whose it is.
/// </param>
internal sealed record Run(OrchestrationState State, (int Bytes, string Whose) LargestPayload)
{
    /// <summary>What leaves Durable Functions' history table for a blob: 45 KB.</summary>
    public const int HistoryEntryLimit = 45 * 1024;

    private static readonly string[] Payloads = ["input", "result", "output"];

    public static async Task<Run> ToEndAsync<TInput, TResult>(
        FakeActivities activities, OrchestratorName<TInput, TResult> orchestrator, TInput input)
    {
        var folder = Directory.CreateTempSubdirectory("workflows-orchestration-");
        try
        {
            await using var host = await EngineHost.StartAsync(
                new() { StateDirectory = folder.FullName, Time = new SkippingTime() }, activities.Registry);
            await host.Client.StartAsync(orchestrator.Name, "run", input);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var state = await host.Client.WaitForCompletionAsync("run", cancellationToken: patience.Token);
            await host.StopAsync(CancellationToken.None);
            return new(state, Largest(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The result; a run that failed fails the test with the reason.</summary>
    public TResult Result<TResult>()
    {
        Assert.True(State.Status == OrchestrationStatus.Completed, $"{State.Status}: {State.Failure?.Message}");
        return DurableJson.Read<TResult>(State.Output!.Value);
    }

    private static (int Bytes, string Whose) Largest(string folder) =>
        Directory.EnumerateFiles(folder, "*.journal", SearchOption.AllDirectories)
            .SelectMany(Scenarios.Journals.JournalFile.Read)
            .SelectMany(record => Payloads
                .Where(name => record.TryGetProperty(name, out _))
                .Select(name => (
                    Bytes: System.Text.Encoding.UTF8.GetByteCount(record.GetProperty(name).GetRawText()),
                    Whose: $"{name} of {record.GetProperty("type").GetString()} "
                        + (record.TryGetProperty("name", out var called) ? called.GetString() : ""))))
            .MaxBy(payload => payload.Bytes);
}
