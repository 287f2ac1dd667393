using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Serving;

public sealed class ServeTests : IAsyncDisposable
{
    private readonly ServeHarness machine = new();

    [Fact]
    public async Task Nothing_but_health_is_told_to_whoever_is_not_known()
    {
        var service = await machine.StartAsync();
        using var stranger = ServeHarness.Client(service, token: null);
        using var guesser = ServeHarness.Client(service, new string('a', machine.Token.Length));
        using var known = machine.Client(service);

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/readyz")).StatusCode);
        foreach (var path in new[] { "/v1/backups", "/openapi/v1.json", "/nowhere" })
        {
            var refused = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
            Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.GetAsync(path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await known.GetAsync("/v1/backups")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await known.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/healthz"))).StatusCode);
    }

    [Fact]
    public async Task A_backup_is_made_over_http()
    {
        var service = await machine.StartAsync();
        using var client = machine.Client(service);

        var accepted = await client.PostAsync("/v1/backups", ServeHarness.Nightly());
        var ended = await ServeHarness.EndOfAsync(client, accepted.Headers.Location!);
        var listed = await machine.Cli.RunAsync("backup", "get", "nightly", "-o", "json");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("Completed", ended.GetProperty("status").GetString());
        Assert.Equal(0, listed.ExitCode);
        var list = JsonDocument.Parse(listed.Out).RootElement.GetProperty("backups")[0];
        var api = JsonDocument.Parse(await client.GetStringAsync("/v1/backups/nightly")).RootElement;
        Assert.True(JsonElement.DeepEquals(list, api));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_on_the_wire_too()
    {
        var service = await machine.StartAsync();
        using var client = machine.Client(service);
        var bytes = Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('a', 300_000)}\"}}");
        using var said = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/backups")
        {
            Content = new StreamContent(new MemoryStream(bytes)) { Headers = { ContentType = new("application/json") } },
            Headers = { TransferEncodingChunked = true },
        };

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/v1/backups", said)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.SendAsync(chunked)).StatusCode);
    }

    [Fact]
    public async Task The_log_tells_of_requests_in_lines_of_json_without_token_or_body()
    {
        var service = await machine.StartAsync();
        using var client = machine.Client(service);
        using var stranger = ServeHarness.Client(service, "planted-token-of-a-stranger-000000");

        await client.PostAsync("/v1/backups", new StringContent("{\"planted\":\"planted-body\"}", Encoding.UTF8, "application/json"));
        await stranger.GetAsync("/v1/planted-path?planted=query");
        var token = machine.Token;
        await service.StopAsync();

        var log = string.Join('\n', service.Log.All);

        // An answer may be there before its line is written.
        var requests = service.Log.All.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("event").GetString() == "request")
            .OrderBy(line => line.GetProperty("status").GetInt32())
            .ToArray();
        Assert.Equal([400, 401], requests.Select(line => line.GetProperty("status").GetInt32()));
        Assert.Equal("createBackup", requests[0].GetProperty("operation").GetString());
        Assert.Equal("token", requests[0].GetProperty("caller").GetString());
        Assert.DoesNotContain("planted", log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_ends_in_order_and_goes_on_with_the_next_start()
    {
        var reached = machine.HoldCapturesAsync(new TaskCompletionSource().Task);
        var first = await machine.StartAsync();
        using var early = machine.Client(first);
        var accepted = await early.PostAsync("/v1/backups", ServeHarness.Nightly());
        await reached;

        var exitCode = await first.StopAsync();
        machine.Activities.OnCapture = _ => Task.CompletedTask;
        var second = await machine.StartAsync();
        using var late = machine.Client(second);
        var ended = await ServeHarness.EndOfAsync(late, accepted.Headers.Location!);

        Assert.Equal(0, exitCode);
        await first.Log.WaitForAsync("stopped", second.End);
        Assert.Equal("Running", (await second.Log.WaitForAsync("continuing", second.End)).GetProperty("status").GetString());
        Assert.Equal("Completed", ended.GetProperty("status").GetString());
        Assert.Equal(2, machine.Activities.Captures);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_from_what_is_on_the_disk()
    {
        var reached = machine.HoldCapturesAsync(new TaskCompletionSource().Task);
        var first = await machine.StartAsync();
        using var early = machine.Client(first);
        var accepted = await early.PostAsync("/v1/backups", ServeHarness.Nightly());
        await reached;

        // What SIGKILL leaves is what is on the disk now: the next process starts on a copy of it.
        var copy = Path.Combine(machine.Cli.WorkPath, "state");
        Copy(Path.Combine(machine.Cli.StatePath, "serve"), Path.Combine(copy, "serve"));
        machine.Activities.OnCapture = _ => Task.CompletedTask;
        var second = await machine.StartAsync(["--token-file", machine.TokenPath], copy);
        using var late = machine.Client(second);
        var ended = await ServeHarness.EndOfAsync(late, accepted.Headers.Location!);

        Assert.Equal("Completed", ended.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_request_that_is_being_answered_when_it_stops_gets_its_answer()
    {
        var end = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        machine.OnCheckCluster = _ =>
        {
            asked.SetResult();
            return end.Task;
        };
        var service = await machine.StartAsync();
        using var client = machine.Client(service);
        var request = client.PostAsync("/v1/backups", ServeHarness.Nightly());
        await asked.Task;

        service.Interrupts.Send();
        await service.Log.WaitForAsync("stopping", service.End);
        end.SetResult();

        Assert.Equal(HttpStatusCode.Accepted, (await request).StatusCode);
        Assert.Equal(0, await service.End);
    }

    [Fact]
    public async Task Runs_that_ended_long_ago_are_forgotten_and_their_backups_kept()
    {
        var first = await machine.StartAsync();
        using var early = machine.Client(first);
        var accepted = await early.PostAsync("/v1/backups", ServeHarness.Nightly());
        await ServeHarness.EndOfAsync(early, accepted.Headers.Location!);
        await first.StopAsync();

        ((ManualTime)machine.Cli.Time).Advance(TimeSpan.FromDays(8));
        var second = await machine.StartAsync(["--keep-instances", "7d"]);
        using var late = machine.Client(second);
        while ((await late.GetAsync(accepted.Headers.Location)).StatusCode != HttpStatusCode.NotFound)
        {
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.OK, (await late.GetAsync("/v1/backups/nightly")).StatusCode);
    }

    [Fact]
    public async Task One_process_at_a_time_has_the_state_folder()
    {
        await machine.StartAsync();

        var second = await machine.Cli.RunAsync("serve", "--listen", "localhost:0");

        Assert.Equal(5, second.ExitCode);
        Assert.Contains("is held by", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_nothing_is_left_behind()
    {
        var first = await machine.StartAsync();
        var state = Path.Combine(machine.Cli.WorkPath, "other");

        var second = await machine.Cli.RunPlainAsync(
            "serve", "--listen", $"127.0.0.1:{first.Url.Port}", "--store", machine.Cli.StorePath, "--state", state);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("can't be had", second.Error, StringComparison.Ordinal);
        await machine.StartAsync(state: state);
    }

    [Theory]
    [InlineData("--listen", "0.0.0.0:0")]
    [InlineData("--listen", "[::]:0")]
    [InlineData("--listen", "192.0.2.1:8642")]
    [InlineData("--listen", "example.com:8642")]
    [InlineData("--listen", "localhost")]
    [InlineData("--tls-cert", "cert.pem")]
    [InlineData("--tls-key", "key.pem")]
    [InlineData("--client-ca", "ca.pem")]
    [InlineData("--token-file", " ")]
    [InlineData("--stop-limit", "soon")]
    public async Task What_is_not_safe_or_makes_no_sense_is_refused_before_anything_is_made(string option, string value)
    {
        var run = await machine.Cli.RunAsync("serve", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(machine.Cli.StatePath));
    }

    [Theory]
    [InlineData("workflows.service", @"^ExecStart=\S+/workflows (?<line>.+) \$SERVE_OPTIONS$")]
    [InlineData("README.md", @"^  (?<line>serve --listen .+)$")]
    public void What_infra_starts_is_a_command_line_that_there_is(string file, string pattern)
    {
        var path = Path.Combine(Infra(), file);
        var line = Regex.Match(File.ReadAllText(path), pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        Assert.True(line.Success);
        using var ignored = new StringWriter();
        var root = new CommandLine(machine.Cli.Environment(ignored, ignored), machine.Cli.Services).Root;
        Assert.Empty(root.Parse(line.Groups["line"].Value.Split(' ')).Errors);
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    private static string Infra([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "infra", "serve");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Where(file => Path.GetFileName(file) is not ("lock" or "holder.json")))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
