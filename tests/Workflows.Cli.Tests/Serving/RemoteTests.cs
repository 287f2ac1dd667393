using System.Text.Json;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Backups;
using Workflows.Core.Errors;

namespace Workflows.Cli.Tests.Serving;

/// <summary>Commands that a service carries out.</summary>
public sealed class RemoteTests : IAsyncDisposable
{
    private readonly ServeHarness machine = new();

    [Fact]
    public async Task A_backup_is_made_listed_described_and_deleted_by_a_service_as_it_is_here()
    {
        var service = await machine.StartAsync();

        var created = await RunAsync(service, "backup", "create", "nightly", "--exclude-secrets", "--include-namespaces", "shop", "--ttl", "36h", "-o", "json");
        var listed = await RunAsync(service, "backup", "get", "nightly", "-o", "json");
        var here = await machine.Cli.RunAsync("backup", "get", "nightly", "-o", "json");
        var described = await RunAsync(service, "backup", "describe", "nightly", "--details", "-o", "json");
        var describedHere = await machine.Cli.RunAsync("backup", "describe", "nightly", "--details", "-o", "json");
        var deleted = await RunAsync(service, "backup", "delete", "nightly", "--yes", "-o", "json");
        var gone = await RunAsync(service, "backup", "get", "nightly");

        Assert.Equal((0, 0, 0, 0, 4), (created.ExitCode, listed.ExitCode, described.ExitCode, deleted.ExitCode, gone.ExitCode));
        Assert.Equal(65, JsonDocument.Parse(created.Out).RootElement.GetProperty("durationSeconds").GetDouble());
        Assert.Equal(here.Out, listed.Out);
        Assert.Equal(describedHere.Out, described.Out);
        Assert.Equal(["shop"], machine.Activities.LastSpec!.Selection.IncludedNamespaces);
        Assert.Equal(TimeSpan.FromHours(36), machine.Activities.LastSpec.Ttl);
        Assert.False(machine.Activities.LastSpec.IncludeSecrets);
    }

    [Fact]
    public async Task A_backup_that_lacks_something_says_so_here_too()
    {
        machine.Activities.Errors = [new BackupProblem("widgets.example.com", null, "The conversion webhook is down.")];
        var service = await machine.StartAsync();

        var run = await RunAsync(service, "backup", "create", "nightly", "--exclude-secrets");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The conversion webhook is down.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_there_fails_here_with_the_same_words()
    {
        machine.Activities.OnCapture = _ => throw new WorkflowsException(ErrorKind.Denied, "The cluster refuses.");
        var service = await machine.StartAsync();

        var run = await RunAsync(service, "backup", "create", "nightly", "--exclude-secrets");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The cluster refuses.", run.Error, StringComparison.Ordinal);
        Assert.Contains("workflows backup delete nightly", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_refuses_is_told_in_its_words()
    {
        var service = await machine.StartAsync();

        var unsaid = await RunAsync(service, "backup", "create", "nightly");
        var missing = await RunAsync(service, "restore", "create", "--from-backup", "none");
        var nothing = await RunAsync(service, "restore", "describe", "none");
        var none = await RunAsync(service, "restore", "delete", "none", "--yes");
        var empty = await RunAsync(service, "restore", "get", "-o", "json");

        Assert.Equal((2, 4, 4, 4, 0), (unsaid.ExitCode, missing.ExitCode, nothing.ExitCode, none.ExitCode, empty.ExitCode));
        Assert.Contains("includeSecrets", unsaid.Error, StringComparison.Ordinal);
        Assert.Equal(0, JsonDocument.Parse(empty.Out).RootElement.GetProperty("restores").GetArrayLength());
    }

    [Theory]
    [InlineData("--store", "elsewhere")]
    [InlineData("--kubeconfig", "k")]
    [InlineData("--key-file", "k")]
    [InlineData("--hooks", "h.yaml")]
    [InlineData("--volume-policies", "v.yaml")]
    [InlineData("--mover-image", "image")]
    public async Task An_option_that_a_service_can_t_be_asked_with_is_refused_rather_than_dropped(string option, string value)
    {
        var service = await machine.StartAsync();

        var run = await RunAsync(service, "backup", "create", "nightly", "--exclude-secrets", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {option} does not go with --server", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Null(machine.Activities.LastSpec);
    }

    [Theory]
    [InlineData("http://backups.example.com:8642")]
    [InlineData("http://localhost.example.com:8642")]
    [InlineData("https://user:word@localhost:8642")]
    [InlineData("https://localhost:8642/path")]
    [InlineData("localhost:8642")]
    [InlineData("ftp://localhost")]
    public async Task A_token_is_sent_nowhere_that_it_can_be_read_on_the_way(string address)
    {
        machine.Cli.Variables["WORKFLOWS_TOKEN_FILE"] = "token";

        var run = await machine.Cli.RunPlainAsync("backup", "get", "--server", address);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--server can't take", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_or_with_a_wrong_one_or_without_a_service_nothing_is_told()
    {
        var service = await machine.StartAsync();
        var wrong = Path.Combine(machine.Cli.WorkPath, "wrong");
        File.Copy(machine.TokenPath, wrong);
        File.WriteAllText(wrong, "a-token-of-more-than-32-characters-it-is");

        var none = await machine.Cli.RunPlainAsync("backup", "get", "--server", service.Url.ToString());
        var refused = await machine.Cli.RunPlainAsync("backup", "get", "--server", service.Url.ToString(), "--server-token-file", wrong);
        await service.StopAsync();
        var away = await RunAsync(service, "backup", "get");

        Assert.Equal((2, 1, 1), (none.ExitCode, refused.ExitCode, away.ExitCode));
        Assert.Contains("does not know who asks", refused.Error, StringComparison.Ordinal);
        Assert.Contains("does not answer", away.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_following_does_not_stop_the_run()
    {
        var end = new TaskCompletionSource();
        var reached = machine.HoldCapturesAsync(end.Task);
        var service = await machine.StartAsync();
        var following = RunAsync(service, "backup", "create", "nightly", "--exclude-secrets");
        await reached;

        machine.Cli.Interrupts.Send();
        var run = await following;
        end.SetResult();
        using var client = machine.Client(service);
        var instances = JsonDocument.Parse(await client.GetStringAsync("/v1/instances")).RootElement.GetProperty("instances");
        var ended = await ServeHarness.EndOfAsync(client, new Uri($"/v1/instances/{instances[0].GetProperty("id").GetString()}", UriKind.Relative));

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("the service goes on", run.Error, StringComparison.Ordinal);
        Assert.Equal("Completed", ended.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_service_that_is_started_again_under_way_is_followed_on()
    {
        var reached = machine.HoldCapturesAsync(new TaskCompletionSource().Task);
        var first = await machine.StartAsync();
        var following = RunAsync(first, "backup", "create", "nightly", "--exclude-secrets");
        await reached;

        await first.StopAsync();
        machine.Activities.OnCapture = _ => Task.CompletedTask;
        await machine.StartAsync(listen: $"127.0.0.1:{first.Url.Port}");

        Assert.Equal(0, (await following).ExitCode);
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    private Task<CliRun> RunAsync(RunningService service, params string[] args) => machine.Cli.RunPlainAsync(
        [.. args, "--server", service.Url.ToString(), "--server-token-file", machine.TokenPath]);
}
