using System.Text.Json;

namespace Workflows.Durable.Conformance.Hosting;

/// <summary>What every class of the suite shares: an engine that starts empty, and ways to wait for it.</summary>
public abstract class DurableConformance : IAsyncLifetime
{
    /// <summary>Nothing here takes so long; it only turns a hang into a failure.</summary>
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    protected IDurableHost Host { get; private set; } = null!;

    protected OrchestrationClient Client => Host.Client;

    public Task InitializeAsync()
    {
        Host = CreateHost();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>An engine over an empty store, not started.</summary>
    protected abstract IDurableHost CreateHost();

    protected static T Read<T>(JsonElement? value) => DurableJson.Read<T>(value ?? default);

    /// <summary>Starts an instance and waits for its end.</summary>
    protected async Task<OrchestrationState> RunAsync(string orchestrator, object? input = null, string id = "it")
    {
        Assert.True(await Client.StartAsync(orchestrator, id, input));
        return await EndAsync(id);
    }

    /// <summary>Waits for an instance's end.</summary>
    protected Task<OrchestrationState> EndAsync(string id = "it") => Client.WaitForCompletionAsync(id).WaitAsync(HangGuard);

    /// <summary>Waits for an instance's end, and lets time pass until it comes.</summary>
    protected async Task<OrchestrationState> EndAsTimePassesAsync(string id, TimeSpan step)
    {
        var end = EndAsync(id);
        while (!end.IsCompleted)
        {
            await Host.PassTimeAsync(step);
            await Task.Yield();
        }

        return await end;
    }

    /// <summary>Waits until the instance's state is as wanted.</summary>
    protected async Task<OrchestrationState> UntilAsync(Func<OrchestrationState, bool> wanted, string id = "it")
    {
        await ExistsAsync(id).WaitAsync(HangGuard);
        var seen = new TaskCompletionSource<OrchestrationState>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancellation = new CancellationTokenSource();
        var end = Client.WaitForCompletionAsync(
            id,
            state =>
            {
                if (wanted(state))
                {
                    seen.TrySetResult(state);
                }
            },
            cancellation.Token);
        var first = await Task.WhenAny(seen.Task, end).WaitAsync(HangGuard, CancellationToken.None);
        if (first != seen.Task && !seen.Task.IsCompleted)
        {
            Assert.Fail($"'{id}' ended as {(await end).Status} and was never as wanted: {(await end).Failure?.Message}");
        }

        await cancellation.CancelAsync();
        return await seen.Task;
    }

    /// <summary>A child comes into being a moment after its parent was started.</summary>
    private async Task ExistsAsync(string id)
    {
        while (await Client.GetAsync(id) is null)
        {
            await Task.Yield();
        }
    }

    /// <summary>Waits until the orchestrator says this of itself.</summary>
    protected Task<OrchestrationState> UntilSaysAsync(string status, string id = "it") =>
        UntilAsync(s => s.CustomStatus is { ValueKind: JsonValueKind.String } said && said.GetString() == status, id);

    protected static async Task Guarded(Task task) => await task.WaitAsync(HangGuard);

    protected async Task<IReadOnlyList<OrchestrationState>> QueryAsync(OrchestrationQuery query)
    {
        var found = new List<OrchestrationState>();
        await foreach (var state in Client.QueryAsync(query))
        {
            found.Add(state);
        }

        return found;
    }

    protected static OrchestrationState Completed(OrchestrationState state)
    {
        Assert.True(
            state.Status is OrchestrationStatus.Completed, $"{state.InstanceId} is {state.Status}: {state.Failure?.Message}");
        return state;
    }

    protected static FailureDetails Failed(OrchestrationState state)
    {
        Assert.Equal(OrchestrationStatus.Failed, state.Status);
        return Assert.IsType<FailureDetails>(state.Failure);
    }
}
