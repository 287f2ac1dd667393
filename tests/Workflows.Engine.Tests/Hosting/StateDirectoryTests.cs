using System.Text.Json;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine.Tests.Hosting;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Instances => Path.Combine(folder.Path, "instances");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_engine_is_refused_and_told_who_holds_the_directory()
    {
        await using var first = await StartAsync();

        var error = await Assert.ThrowsAsync<StateDirectoryHeldException>(() => StartAsync());

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal((Environment.ProcessId, Environment.MachineName), (error.Holder!.ProcessId, error.Holder.Host));
        Assert.Contains($"process {Environment.ProcessId} on host {Environment.MachineName}", error.Message, StringComparison.Ordinal);
        Assert.True(StateDirectory.IsHeld(folder.Path, out var holder));
        Assert.Equal(Environment.ProcessId, holder!.ProcessId);
    }

    [Fact]
    public async Task What_a_dead_process_held_is_taken_over()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "holder.json"),
            JsonSerializer.Serialize(new StateHolder(999_999_999, "elsewhere", DateTimeOffset.UnixEpoch)));
        Assert.False(StateDirectory.IsHeld(folder.Path, out _));

        await using var engine = await StartAsync();

        Assert.True(StateDirectory.IsHeld(folder.Path, out var holder));
        Assert.Equal(Environment.ProcessId, holder!.ProcessId);
    }

    [Fact]
    public async Task Stopping_gives_the_directory_back()
    {
        await (await StartAsync()).StopAsync();

        Assert.False(StateDirectory.IsHeld(folder.Path, out var holder));
        Assert.Null(holder);
        await (await StartAsync()).StopAsync();
    }

    [Fact]
    public void A_directory_that_is_not_there_holds_nothing()
    {
        var path = Path.Combine(folder.Path, "none");

        Assert.Empty(StateDirectory.ReadInstances(path));
        Assert.False(StateDirectory.IsHeld(path, out _));
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task Instances_are_listed_while_a_process_works_and_after_it_has_gone()
    {
        var engine = await StartAsync();
        await RunAsync(engine, "done", "a");
        Assert.True(await engine.Client.StartAsync("wait", "b", 5));

        var during = StateDirectory.ReadInstances(folder.Path);
        await engine.StopAsync();
        var after = StateDirectory.ReadInstances(folder.Path);

        Assert.Equal(
            [("a", OrchestrationStatus.Completed), ("b", OrchestrationStatus.Running)],
            during.Select(s => (s.InstanceId, s.Status)));
        Assert.Equal(during.Select(s => (s.InstanceId, s.Status)), after.Select(s => (s.InstanceId, s.Status)));
        Assert.Equal("waiting", after[1].CustomStatus!.Value.GetString());
        Assert.Equal(5, after[1].Input!.Value.GetInt32());
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_is_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var engine = await StartAsync(Path.Combine(folder.Path, "deep", "state"));
        await RunAsync(engine, "done", "a");
        await engine.StopAsync();

        foreach (var path in Directory.EnumerateFileSystemEntries(
            Path.Combine(folder.Path, "deep"), "*", SearchOption.AllDirectories))
        {
            var others = File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.True(others is UnixFileMode.None, $"{path} is open to others: {others}");
        }
    }

    [Fact]
    public async Task An_ended_instance_is_known_when_its_state_file_is_lost_or_spoiled()
    {
        var engine = await StartAsync();
        await RunAsync(engine, "done", "a");
        await RunAsync(engine, "done", "b");
        await engine.StopAsync();
        File.Delete(Path.Combine(Instances, "a.state"));
        await File.WriteAllTextAsync(Path.Combine(Instances, "b.state"), "{}");

        await using var next = await StartAsync();

        Assert.Equal("result", (await next.Client.GetAsync("a"))!.Output!.Value.GetString());
        Assert.Equal("result", (await next.Client.GetAsync("b"))!.Output!.Value.GetString());
        Assert.False(await next.Client.StartAsync("done", "a", null));
    }

    [Fact]
    public async Task A_damaged_journal_stops_its_instance_and_no_other()
    {
        var engine = await StartAsync();
        Assert.True(await engine.Client.StartAsync("wait", "bad", 1));
        Assert.True(await engine.Client.StartAsync("wait", "good", 1));
        await engine.StopAsync();
        var path = Path.Combine(Instances, "bad.journal");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await using var next = await StartAsync();
        await next.Client.RaiseEventAsync("good", "go", null);

        Assert.Equal(OrchestrationStatus.Completed, (await next.Client.WaitForCompletionAsync("good")).Status);
        var state = await next.Client.WaitForCompletionAsync("bad");
        Assert.Equal((OrchestrationStatus.Failed, nameof(ErrorKind.Damaged)), (state.Status, state.Failure!.Kind));
        Assert.Contains(path, state.Failure.Message, StringComparison.Ordinal);
        var stuck = Assert.Single(next.StuckInstances);
        Assert.IsType<JournalDamagedException>(stuck.Reason);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        Assert.False(await next.Client.StartAsync("wait", "bad", 1));
        Assert.True(await next.Client.PurgeAsync("bad"));
        Assert.True(await next.Client.StartAsync("wait", "bad", 1));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_instance_goes_on()
    {
        var engine = await StartAsync();
        Assert.True(await engine.Client.StartAsync("wait", "it", 1));
        await engine.StopAsync();
        var path = Path.Combine(Instances, "it.journal");
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. bytes, 1, 2, 3]);

        await using var next = await StartAsync();

        Assert.Equal(bytes.Length, new FileInfo(path).Length);
        await next.Client.RaiseEventAsync("it", "go", null);
        Assert.Equal(OrchestrationStatus.Completed, (await next.Client.WaitForCompletionAsync("it")).Status);
    }

    [Fact]
    public async Task A_journal_that_never_began_is_removed()
    {
        Directory.CreateDirectory(Instances);
        await File.WriteAllTextAsync(Path.Combine(Instances, "it.journal"), "WFJR");
        await File.WriteAllTextAsync(Path.Combine(Instances, "other.journal.new"), "half");

        await using var engine = await StartAsync();

        Assert.Null(await engine.Client.GetAsync("it"));
        Assert.Empty(Directory.EnumerateFiles(Instances));
        Assert.True(await engine.Client.StartAsync("done", "it", null));
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_made_is_a_named_error()
    {
        var path = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(path, "in the way");

        var error = await Assert.ThrowsAsync<WorkflowsException>(() => StartAsync(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private Task<EngineHost> StartAsync(string? path = null) =>
        EngineHost.StartAsync(new EngineOptions { StateDirectory = path ?? folder.Path }, new DurableRegistry()
            .Orchestrator<object?, string>("done", (_, _) => Task.FromResult("result"))
            .Orchestrator<int, string>("wait", async (context, _) =>
            {
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<object?>("go");
                return "went";
            }));

    private static async Task RunAsync(EngineHost engine, string orchestrator, string id)
    {
        Assert.True(await engine.Client.StartAsync(orchestrator, id, null));
        await engine.Client.WaitForCompletionAsync(id);
    }
}
