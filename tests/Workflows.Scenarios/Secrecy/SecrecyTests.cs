using System.Text.Json.Nodes;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Secrecy;

/// <summary>What Secrets hold and what credentials are made of is told nowhere but to the cluster and the archive.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class SecrecyTests : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-secrecy";

    private const int Failed = 1;

    private const int Usage = 2;

    private const int Partial = 3;

    private static readonly string Secrets = $"/api/v1/namespaces/{Namespace}/secrets";

    private readonly PlantedSecret data = PlantedSecret.Create("a Secret's data");
    private readonly PlantedSecret applied = PlantedSecret.Create("what kubectl apply kept of a Secret");
    private readonly PlantedSecret quoted = PlantedSecret.Create("a Secret that a server quotes");
    private readonly PlantedSecret token = PlantedSecret.Create("a token in a kubeconfig");
    private readonly PlantedSecret printed = PlantedSecret.Create("a token that a plugin prints");

    /// <summary>The kubeconfigs and the plugin hold secrets themselves, and lie apart from what is searched.</summary>
    private readonly DirectoryInfo outside = Directory.CreateTempSubdirectory("workflows-secrecy-");

    private readonly Workspace workspace = new();
    private readonly BlueAndGreen clusters;
    private readonly LeakWatch watch;

    public SecrecyTests(BlueAndGreen clusters)
    {
        this.clusters = clusters;
        watch = new(workspace,
        [
            data, applied, quoted, token, printed,
            .. TestSettings.Green is { } green ? PlantedSecret.ClientKeyIn(green) : [],
        ]);
    }

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        await clusters.Blue.CreateAsync(Secrets, Secret("held", data, new JsonObject
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = Secret("held", applied, []).ToJsonString(),
        }));
        await clusters.Blue.CreateAsync(Secrets, Secret("refused", quoted, []));
        await clusters.Blue.CreateAsync(Secrets, Secret("denied", quoted, []));
        await clusters.Blue.CreateAsync(Secrets, Secret("unsure", quoted, []));
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose()
    {
        outside.Delete(recursive: true);
        workspace.Dispose();
    }

    [ClustersFact]
    public async Task Nothing_secret_is_written_or_said_when_all_goes_well_and_when_it_does_not()
    {
        await BackUpAsync();
        await RestoreWhereSecretsAreRefusedAsync();
        await CompareWithWhatWasChangedAsync();
        await FailToConnectAsync();

        Assert.True(watch.Leaks.Count == 0, string.Join('\n', watch.Leaks));
        AssertLookedAt();
    }

    private async Task BackUpAsync()
    {
        await using var proxy = FaultProxy.Start(clusters.Blue.Kubeconfig);
        var pause = proxy.PauseAt(
            request => request.Path.EndsWith("/secrets", StringComparison.Ordinal) && request.Parameter("limit") != "1",
            PauseMoment.AfterServer);
        using var backup = workspace.Start(
            "backup", "create", "full", "--include-namespaces", Namespace, "--include-secrets", "--verbose",
            "--kubeconfig", TokenKubeconfig(proxy));
        await pause.Reached;

        // Here it has a journal, a plan in the store, and Secrets in its hands.
        watch.Look();
        Assert.Contains(watch.Files, file => file.EndsWith(".journal", StringComparison.Ordinal));
        Assert.Contains(watch.Files, file => file.Contains("staging", StringComparison.Ordinal));
        pause.Release();
        (await watch.WatchAsync(backup)).Exits(0);
        await TellAllAsync("backup", "full");
        (await watch.RunAsync("backup", "verify", "full")).Exits(0);
    }

    private async Task RestoreWhereSecretsAreRefusedAsync()
    {
        await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
        proxy.SetRules(0,
            Refuse("refused", 422, "Invalid", $"Secret \"refused\" is invalid: data[key]: Invalid value: \"{quoted.Encoded}\": no"),
            Refuse("denied", 403, "Forbidden", $"admission webhook \"policy.example\" denied the request: '{quoted.Text}' is weak"),
            Refuse("unsure", 500, "InternalError", $"failed calling webhook with {{\"data\":{{\"key\":\"{quoted.Encoded}\"}}}}"));
        (await watch.RunAsync(
            "restore", "create", "first", "--from-backup", "full", "--kubeconfig", PluginKubeconfig(proxy))).Exits(Partial);
        await TellAllAsync("restore", "first");

        var told = (await watch.RunAsync("restore", "describe", "first", "--details", "-o", "json")).Exits(0).Json();
        var failed = told["objects"]!.AsArray().Where(obj => obj!["outcome"]!.GetValue<string>() == "Failed").ToArray();
        Assert.Equal(["denied", "refused", "unsure"], failed.Select(obj => obj!["name"]!.GetValue<string>()).Order());
        Assert.All(failed, obj => Assert.Contains("not shown", obj!["reason"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    private async Task CompareWithWhatWasChangedAsync()
    {
        var changed = Secret("held", PlantedSecret.Create("another value"), []);
        await clusters.Green.MergePatchAsync($"{Secrets}/held", new JsonObject
        {
            ["data"] = changed["data"]!.DeepClone(),
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = changed.ToJsonString() },
            },
        });
        foreach (var form in new[] { "table", "json" })
        {
            var compared = await watch.RunAsync(
                "backup", "compare", "full", "-o", form, "--kubeconfig", clusters.Green.Kubeconfig);
            Assert.NotEqual(0, compared.ExitCode);
            Assert.Contains("/data/key", compared.Output, StringComparison.Ordinal);
        }

        await watch.RunAsync("restore", "create", "second", "--from-backup", "full", "--kubeconfig", clusters.Green.Kubeconfig);
        await TellAllAsync("restore", "second");
    }

    private async Task FailToConnectAsync()
    {
        await using var proxy = FaultProxy.Start(clusters.Blue.Kubeconfig);
        proxy.SetRules(0, new FaultRule(new Fault.Refused(401, "Unauthorized", "Unauthorized")));
        (await CreateAsync("unauthorized", TokenKubeconfig(proxy))).Exits(Failed);
        (await CreateAsync("renewed", PluginKubeconfig(proxy))).Exits(Failed);

        proxy.ClearRules();
        var babbles = Plugin("babbles", $"echo 'not JSON {printed.Text}'");
        (await CreateAsync("babbled", Kubeconfig(proxy, "babbling", Exec(babbles)))).Exits(Failed);
        var broken = Kubeconfig(proxy, "broken", $"{{ token: [\"{token.Text}\" }}");
        (await CreateAsync("broken", broken)).Exits(Usage);
        var undecodable = Kubeconfig(
            proxy, "undecodable", $"{{ client-certificate-data: \"{token.Text}!\", client-key-data: \"{token.Text}!\" }}");
        (await CreateAsync("undecodable", undecodable)).Exits(Usage);
    }

    private Task<CommandResult> CreateAsync(string name, string kubeconfig) => watch.RunAsync(
        "backup", "create", name, "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig", kubeconfig);

    private async Task TellAllAsync(string kind, string name)
    {
        foreach (var form in new[] { "table", "json" })
        {
            (await watch.RunAsync(kind, "describe", name, "--details", "-o", form)).Exits(0);
            (await watch.RunAsync(kind, "logs", name, "-o", form)).Exits(0);
        }
    }

    /// <summary>A search that looks at nothing finds nothing.</summary>
    private void AssertLookedAt()
    {
        Assert.Equal(["a Secret that a server quotes", "a Secret's data", "what kubectl apply kept of a Secret"],
            watch.Archived().Select(secret => secret.What).Order(StringComparer.Ordinal));
        foreach (var part in new[] { "-logs.gz", "-results.gz", "-resource-list.json.gz", "catalog/backups/full.json" })
        {
            Assert.Contains(watch.Files, file => file.EndsWith(part, StringComparison.Ordinal));
        }

        Assert.Contains(watch.Files, file => file.Contains("restores", StringComparison.Ordinal));
        Assert.Contains(watch.Programs, program => program.Contains("backup create", StringComparison.Ordinal));
    }

    private static FaultRule Refuse(string name, int status, string reason, string message) =>
        new(new Fault.Refused(status, reason, message))
        {
            Method = "POST",
            Path = "/secrets",
            When = request => System.Text.Encoding.UTF8.GetString(request.Body.Span)
                .Contains($"\"name\":\"{name}\"", StringComparison.Ordinal),
        };

    private string TokenKubeconfig(FaultProxy proxy) => Kubeconfig(proxy, "token", $"{{ token: \"{token.Text}\" }}");

    private string PluginKubeconfig(FaultProxy proxy)
    {
        var answer = Path.Combine(outside.FullName, "answer");
        File.WriteAllText(answer, $$"""
            { "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": { "token": "{{printed.Text}}" } }
            """);
        return Kubeconfig(proxy, "plugin", Exec(Plugin("prints", $"cat '{answer}'")));
    }

    private string Kubeconfig(FaultProxy proxy, string name, string user) =>
        ProxyKubeconfig.Write(proxy, Path.Combine(outside.FullName, name), user: user);

    private static string Exec(string plugin) =>
        $"{{ exec: {{ apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: \"{plugin}\" }} }}";

    private string Plugin(string name, string script)
    {
        var file = Path.Combine(outside.FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return file;
    }

    private static JsonObject Secret(string name, PlantedSecret value, JsonObject annotations) => new()
    {
        ["kind"] = "Secret",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = annotations },
        ["data"] = new JsonObject { ["key"] = value.Encoded },
    };

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
    }
}
