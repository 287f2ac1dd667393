using System.Text;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>
/// Against a pod that runs. The image must hold a shell, <c>nc</c> and <c>head</c>; WORKFLOWS_TEST_IMAGE names it where it
/// is not the local clusters' own.
/// </summary>
[Collection(RealClusterCollection.Name)]
public class NodeTests(RealCluster cluster)
{
    private static string Image => Environment.GetEnvironmentVariable("WORKFLOWS_TEST_IMAGE") is { Length: > 0 } image
        ? image
        : "workflows.local/shell:1";

    [NodeFact]
    public async Task Exec_runs_commands_and_carries_output_errors_and_exit_codes()
    {
        await RunningPodAsync("exec", "sleep 600");
        using var output = new MemoryStream();
        using var errors = new MemoryStream();

        var result = await cluster.Client.ExecAsync(
            Command("exec", "head -c 3000000 /dev/zero; echo wrong >&2; exit 7") with { Stdout = output, Stderr = errors },
            CancellationToken.None);

        Assert.Equal(7, result.ExitCode);
        Assert.Equal(3_000_000, output.Length);
        Assert.Equal("wrong\n", Encoding.UTF8.GetString(errors.ToArray()));
        Assert.True((await cluster.Client.ExecAsync(Command("exec", "true"), CancellationToken.None)).Succeeded);
    }

    [NodeFact]
    public async Task Exec_feeds_the_command()
    {
        await RunningPodAsync("feed", "sleep 600");
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("hello there"));
        using var output = new MemoryStream();

        var result = await cluster.Client.ExecAsync(
            Command("feed", "head -c 5") with { Stdin = input, Stdout = output }, CancellationToken.None);

        Assert.True(result.Succeeded);
        Assert.Equal("hello", Encoding.UTF8.GetString(output.ToArray()));
    }

    [NodeFact]
    public async Task Exec_of_what_is_not_there_says_so()
    {
        await RunningPodAsync("absent", "sleep 600");

        var result = await cluster.Client.ExecAsync(
            new ExecRequest { Namespace = cluster.Namespace, Pod = "absent", Command = ["/no/such/program"] },
            CancellationToken.None);
        Assert.NotEqual(0, result.ExitCode);
        Assert.NotEqual("", result.Message);
        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => cluster.Client.ExecAsync(Command("no-such-pod", "true"), CancellationToken.None));
        Assert.True(error.IsNotFound);
    }

    [NodeFact]
    public async Task Logs_are_read_and_followed_to_their_end()
    {
        await RunningPodAsync("talk", "for i in 1 2 3 4 5; do echo line $i; sleep 1; done", running: false);

        await using var followed = await cluster.Client.OpenLogsAsync(
            cluster.Namespace, "talk", new LogQuery { Follow = true }, CancellationToken.None);
        using var reader = new StreamReader(followed);
        Assert.Equal("line 1\nline 2\nline 3\nline 4\nline 5\n", await reader.ReadToEndAsync());
        await using var tail = await cluster.Client.OpenLogsAsync(
            cluster.Namespace, "talk", new LogQuery { TailLines = 1 }, CancellationToken.None);
        using var last = new StreamReader(tail);
        Assert.Equal("line 5\n", await last.ReadToEndAsync());
    }

    [NodeFact]
    public async Task Forwarded_port_reaches_the_pod()
    {
        await RunningPodAsync("port", "while true; do echo from the pod | nc -l -p 8080; done");
        await using var forward = cluster.Client.ForwardPort(cluster.Namespace, "port", 8080);
        using var local = new System.Net.Sockets.TcpClient();
        await local.ConnectAsync(forward.LocalEndPoint);
        using var reader = new StreamReader(local.GetStream());

        Assert.Equal("from the pod", await reader.ReadLineAsync());
        Assert.Null(forward.LastFailure);
    }

    private ExecRequest Command(string pod, string script) =>
        new() { Namespace = cluster.Namespace, Pod = pod, Command = ["sh", "-c", script] };

    private async Task RunningPodAsync(string name, string script, bool running = true)
    {
        var pods = TestClients.Pods;
        using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await CreatePodAsync($$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"restartPolicy":"Never","terminationGracePeriodSeconds":0,
            "containers":[{"name":"c","image":"{{{Image}}}","imagePullPolicy":"IfNotPresent","command":["sh","-c","{{{script}}}"]}]} }
            """, soon.Token);
        var query = new WatchQuery { ResourceVersion = "0", FieldSelector = $"metadata.name={name}" };
        await foreach (var change in cluster.Client.WatchAsync(pods, cluster.Namespace, query, soon.Token))
        {
            var phase = (string?)change.Object.Node()["status"]?["phase"];
            if (phase == "Running" || (!running && phase == "Succeeded"))
                return;
        }
    }

    /// <summary>A namespace gets its service account, and that its token, a moment after it is made; until then pods are refused.</summary>
    private async Task CreatePodAsync(string json, CancellationToken soon)
    {
        while (true)
        {
            try
            {
                await cluster.CreateAsync(TestClients.Pods, cluster.Namespace, json);
                return;
            }
            catch (KubernetesApiException e) when (e.IsForbidden || e.IsTransient)
            {
                soon.ThrowIfCancellationRequested();
            }
        }
    }
}
