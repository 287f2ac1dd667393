namespace Workflows.Scenarios.Running;

/// <summary>
/// A control plane of one test's own, from infra/local: its server can be stopped and its etcd compacted without
/// touching what other tests use.
/// </summary>
public sealed class OwnControlPlane : IDisposable
{
    private static readonly string Scripts = Path.Combine(TestSettings.RepositoryRoot, "infra", "local");

    private readonly string folder;
    private readonly string name;

    private OwnControlPlane(string folder, string name)
    {
        this.folder = folder;
        this.name = name;
    }

    /// <summary>Whether the clusters here are local ones: then what they were started from is there.</summary>
    public static bool IsPossible => TestSettings.Blue is { } blue
        && Environment.GetEnvironmentVariable("WORKFLOWS_BLUE_KUBECONFIG") is null or ""
        && File.Exists(Path.Combine(Path.GetDirectoryName(blue)!, "blue", "etcd.env"));

    public string Kubeconfig => Path.Combine(folder, $"{name}.kubeconfig");

    public string Folder => Path.Combine(folder, name);

    public static async Task<OwnControlPlane> StartAsync(string name)
    {
        var plane = new OwnControlPlane(Directory.CreateTempSubdirectory("workflows-plane-").FullName, name);
        (await plane.ScriptAsync("up", name)).Exits(0);
        return plane;
    }

    public async Task RestartApiAsync() => (await ScriptAsync("restart", name, "api")).Exits(0);

    public async Task StopApiAsync() => (await ScriptAsync("stop", name, "api")).Exits(0);

    public async Task StartApiAsync() => (await ScriptAsync("start", name, "api")).Exits(0);

    /// <summary>Stops etcd in its tracks (SIGSTOP): its connections stay open, and nothing is answered.</summary>
    public Task FreezeEtcdAsync() => SignalEtcdAsync("STOP");

    /// <summary>Lets etcd go on where it was stopped.</summary>
    public Task ThawEtcdAsync() => SignalEtcdAsync("CONT");

    /// <summary>Makes every revision before now unreadable, as the API server does every five minutes.</summary>
    public async Task CompactAsync()
    {
        var variables = File.ReadAllLines(Path.Combine(Folder, "etcd.env"))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], string? (pair) => pair[1], StringComparer.Ordinal);
        var status = await Program.RunAsync(variables["ETCDCTL"]!, ["endpoint", "status", "-w", "json"], variables);
        var revision = System.Text.Json.Nodes.JsonNode.Parse(status.Exits(0).Output)![0]!["Status"]!["header"]!["revision"]!;
        (await Program.RunAsync(variables["ETCDCTL"]!, ["compact", revision.ToJsonString()], variables)).Exits(0);
    }

    public void Dispose()
    {
        ScriptAsync("down", name).GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    private async Task SignalEtcdAsync(string signal)
    {
        var pid = (await File.ReadAllTextAsync(Path.Combine(Folder, "run", "etcd.pid"))).Split(' ')[0];
        (await Program.RunAsync("kill", [$"-{signal}", pid])).Exits(0);
    }

    private Task<CommandResult> ScriptAsync(params string[] arguments) => Program.RunAsync(
        Path.Combine(Scripts, "control-plane.sh"),
        arguments,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["WORKFLOWS_LOCAL_DIR"] = folder });
}
