using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Durable;

namespace Workflows.Benchmarks.Engine;

/// <summary>Runs fan-outs on one engine, each an instance of its own, and appends their journals again.</summary>
internal sealed class FanOutRuns(OrchestrationClient client, TemporaryFolder folder)
{
    private int number;

    public Task<Sample> RunAsync(FanOutInput input, CancellationToken cancellationToken)
    {
        var id = $"fan-out-{++number}";
        return Sample.TakeAsync(async () =>
        {
            await client.StartAsync(FanOutOrchestrator.Name.Name, id, input, cancellationToken);
            var state = await client.WaitForCompletionAsync(id, cancellationToken: cancellationToken);
            if (state.Output is not { } output || DurableJson.Read<int>(output) != input.Activities)
            {
                throw new InvalidOperationException($"{id} ended as {state.Status} without all its activities.");
            }
        });
    }

    public async Task<Measurement> CompareAsync(
        string name, FanOutInput input, int rounds, CancellationToken cancellationToken)
    {
        const string Engine = "engine";
        const string Bare = "bare";
        await RunAsync(input, cancellationToken);
        var batches = LastBatches();
        var contest = await Contest.RunAsync(
            rounds,
            cancellationToken,
            (Engine, () => RunAsync(input, cancellationToken)),
            (Bare, () => AppendAsync()));
        return contest.Compare(name, Engine, Bare, input.Activities) with
        {
            Note = $"{batches.Records} records in {batches.Count} batches, {batches.Length / 1024} KiB, "
                + $"{Math.Min(input.Window, input.Activities)} activities at once",
        };
    }

    /// <summary>Each round appends the journal of the engine's run before it: no two runs make the same batches.</summary>
    private Task<Sample> AppendAsync()
    {
        var batches = LastBatches();
        var file = folder.PathOf($"bare-{number}-{Guid.NewGuid():N}");
        return Sample.TakeAsync(() =>
        {
            batches.AppendTo(file);
            return Task.CompletedTask;
        });
    }

    private JournalBatches LastBatches() =>
        JournalBatches.Read(Path.Combine(folder.PathOf("state"), "instances", $"fan-out-{number}.journal"));
}
