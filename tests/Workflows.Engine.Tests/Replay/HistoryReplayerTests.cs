using System.Text;
using Workflows.Durable;
using Workflows.Engine.Replay;
using Workflows.Engine.Tests.Faults;

namespace Workflows.Engine.Tests.Replay;

public sealed class HistoryReplayerTests
{
    private readonly PowerLossFiles disk = new();

    [Theory]
    [InlineData("a timer child b")]
    [InlineData("a wait b wait")]
    [InlineData("missing")]
    public async Task Unchanged_code_matches_its_history(string script)
    {
        var result = new HistoryReplayer(ScriptedOrchestrator.Registry(script)).Replay(await RecordAsync(script));

        Assert.Null(result.Mismatch);
        Assert.True(result.Matches);
        Assert.Equal(("it", "run", 1), (result.InstanceId, result.Orchestrator, result.Version));
    }

    [Theory]
    [InlineData("a b", "b a", "activity 'a'", "activity 'b'")]
    [InlineData("a wait", "a b wait", "nothing further", "activity 'b'")]
    [InlineData("a wait", "a", "a wait", "an end as Completed")]
    [InlineData("a b", "a b wait", "its end as Completed", "a wait")]
    public async Task Changed_code_is_told_from_it(string before, string after, string inHistory, string asked)
    {
        var result = new HistoryReplayer(ScriptedOrchestrator.Registry(after)).Replay(await RecordAsync(before));

        var mismatch = Assert.IsType<NonDeterministicOrchestrationException>(result.Mismatch);
        Assert.Equal((inHistory, asked), (mismatch.InHistory, mismatch.Asked));
    }

    [Fact]
    public async Task Replaying_carries_nothing_out()
    {
        var history = await RecordAsync("a b");
        var operations = disk.Operations;

        new HistoryReplayer(ScriptedOrchestrator.Registry("a b")).Replay(history);

        Assert.Equal(operations, disk.Operations);
    }

    [Fact]
    public async Task A_history_without_its_code_is_refused()
    {
        var history = await RecordAsync("a");

        Assert.Throws<OrchestratorNotRegisteredException>(() => new HistoryReplayer(new DurableRegistry()).Replay(history));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"format\":1,\"records\":[]}")]
    [InlineData("{\"format\":2,\"records\":[]}")]
    [InlineData("{\"format\":1,\"records\":[{\"type\":\"turn\",\"time\":\"2030-01-01T00:00:00Z\"}]}")]
    [InlineData("{\"format\":1,\"records\":[{\"type\":\"unheard of\"}]}")]
    public void What_is_no_history_is_refused_by_name(string text) =>
        Assert.Throws<HistoryFormatException>(() => new HistoryReplayer(new DurableRegistry())
            .Replay(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void What_does_not_exist_cannot_be_exported() =>
        Assert.Throws<InstanceNotFoundException>(() => HistoryExport.Write("/state", "it", Stream.Null, disk));

    private async Task<MemoryStream> RecordAsync(string script)
    {
        await using (var engine = await EngineHost.StartAsync(
            new EngineOptions { StateDirectory = "/state", Files = disk }, ScriptedOrchestrator.Registry(script)))
        {
            await ScriptedOrchestrator.RunToLastWaitAsync(engine.Client, script);
        }

        var history = new MemoryStream();
        HistoryExport.Write("/state", "it", history, disk);
        history.Position = 0;
        return history;
    }
}
