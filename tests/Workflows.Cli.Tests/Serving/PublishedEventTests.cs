using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Workflows.Activities.Plans;
using Workflows.Core.Backups;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Cli.Tests.Serving;

/// <summary>What a service tells others of, on real sockets. A tick comes with each start.</summary>
public sealed class PublishedEventTests : IAsyncDisposable
{
    private readonly ServeHarness machine = new();
    private readonly Channel<FaultRequest> requests = Channel.CreateUnbounded<FaultRequest>();

    [Fact]
    public async Task The_end_of_each_backup_is_told_once_to_who_was_named()
    {
        await using var server = Endpoint(status: 202);
        var tokenFile = Path.Combine(machine.Cli.WorkPath, "events.token");
        await File.WriteAllTextAsync(tokenFile, "of-the-endpoint\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string[] options = ["--events-to", $"{server.Url}", "--events-token-file", tokenFile];
        machine.Activities.Errors = [new BackupProblem("pods", null, "Forbidden.")];
        await BackUpAsync(await machine.StartAsync(), "monday");

        // What is unfinished by the stop goes on with the next start.
        var second = await machine.StartAsync(options);
        var first = await requests.Reader.ReadAsync();
        machine.Activities.Errors = [];
        await BackUpAsync(second, "tuesday");
        await machine.StartAsync(options);
        var next = await requests.Reader.ReadAsync();

        Assert.Equal("Bearer of-the-endpoint", first.Header("Authorization"));
        Assert.Equal(("workflows.backup.partiallyFailed", "backups/monday"), Told(first));
        Assert.Equal(("workflows.backup.completed", "backups/tuesday"), Told(next));
        Assert.Equal(1, JsonDocument.Parse(first.Body).RootElement.GetProperty("data").GetProperty("errors").GetInt32());
    }

    [Fact]
    public async Task An_endpoint_that_refuses_fails_no_backup_and_is_told_of_as_a_warning()
    {
        await using var server = Endpoint(status: 400);
        var run = await BackUpAsync(await machine.StartAsync(), "monday");
        var service = await machine.StartAsync(["--events-to", $"{server.Url}"]);

        await requests.Reader.ReadAsync();
        var warned = await service.Log.WaitForAsync("log", service.End);

        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.Equal("warning", warned.GetProperty("level").GetString());
        Assert.Contains(
            "workflows.backup.completed of backups/monday was told to nobody", warned.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--events-token-file", "/nowhere")]
    [InlineData("--events-to", "http://example.com/")]
    public async Task What_can_not_be_told_anybody_is_found_at_the_start(string option, string value)
    {
        var run = await machine.Cli.RunAsync("serve", "--listen", "localhost:0", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("vents", run.Error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    private static (string? Type, string? Subject) Told(FaultRequest request)
    {
        var sent = JsonDocument.Parse(request.Body).RootElement;
        return (sent.GetProperty("type").GetString(), sent.GetProperty("subject").GetString());
    }

    private FaultServer Endpoint(int status) => new((request, _) =>
    {
        requests.Writer.TryWrite(request);
        return new Reply { Status = status };
    });

    /// <summary>Makes a backup, and stops the service.</summary>
    private async Task<JsonElement> BackUpAsync(RunningService service, string name)
    {
        JsonElement run;
        using (var client = machine.Client(service))
        {
            using var body = new StringContent($$"""{"name":"{{name}}","includeSecrets":false}""", Encoding.UTF8, "application/json");
            using var asked = await client.PostAsync(new Uri("/v1/backups", UriKind.Relative), body);
            run = await ServeHarness.EndOfAsync(
                client, new Uri($"/v1/instances/{RunIds.OfBackup(name, machine.Cli.StorePath)}", UriKind.Relative));
        }

        await service.StopAsync();
        return run;
    }
}
