using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;
using Workflows.Scenarios.Secrecy;

namespace Workflows.Scenarios.Encryption;

/// <summary>
/// A restore from an encrypted backup meets objects that are there, that are refused, and that change under its hands.
/// Who has the key reads all of it; who has the store alone finds nothing of what was restored, nor of what was there.
/// </summary>
[Collection(ScenarioCollection.Name)]
public sealed class SealedRecordTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-sealed-records";

    private const int Failed = 1;

    private const int Partial = 3;

    private const string ConfigMaps = $"/api/v1/namespaces/{Namespace}/configmaps";

    private readonly PlantedSecret place = new("the namespace", Namespace);
    private readonly PlantedSecret kept = Plant("the name of an object that was there");
    private readonly PlantedSecret drifting = Plant("the name of an object that was changed after it was restored");
    private readonly PlantedSecret refused = Plant("the name of an object that the server refused");
    private readonly PlantedSecret secret = Plant("the name of a Secret");
    private readonly PlantedSecret entry = Plant("a field");
    private readonly PlantedSecret archived = Plant("an archived value");
    private readonly PlantedSecret live = Plant("a live value");
    private readonly PlantedSecret said = Plant("what the server said");
    private readonly PlantedSecret context = Plant("the context restored to");

    private readonly Workspace workspace = new();

    private IReadOnlyList<PlantedSecret> FromBlue => [place, kept, drifting, refused, secret, entry, archived];

    private IReadOnlyList<PlantedSecret> All => [.. FromBlue, live, said, context];

    private string Old => workspace.PathOf("old.key");

    private string New => workspace.PathOf("new.key");

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Namespace);
        foreach (var name in new[] { kept, drifting, refused })
        {
            await clusters.Blue.CreateAsync(ConfigMaps, ConfigMap(name, archived));
        }

        await clusters.Blue.CreateAsync($"/api/v1/namespaces/{Namespace}/secrets", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = secret.Text },
            ["stringData"] = new JsonObject { [entry.Text] = archived.Text },
        });
        (await workspace.RunAsync("key", "create", "--key-file", Old)).Exits(0);
        (await workspace.RunAsync("key", "create", "--key-file", New)).Exits(0);
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task The_store_tells_nothing_of_what_a_restore_met_and_the_key_tells_all()
    {
        await BackUpAsync();
        await RestoreAsync();

        Assert.Empty(StoreSearch.Find(workspace.Store, All));
        Assert.False(Directory.Exists(Path.Combine(workspace.Store, "velero")));
        await ReadWithTheKeyAsync(Old);
        await ReadWithoutTheKeyAsync();
        await ReadWithTheWrongKeyAsync(New);

        (await workspace.RunAsync("key", "rotate", "--key-file", Old, "--new-key-file", New)).Exits(0);
        await ReadWithTheKeyAsync(New);
        await ReadWithTheWrongKeyAsync(Old);
        Assert.Empty(StoreSearch.Find(workspace.Store, All));
    }

    /// <summary>In the clear as well, in a store of its own: a search that looks at nothing finds nothing.</summary>
    private async Task BackUpAsync()
    {
        string[] what = ["--include-namespaces", Namespace, "--include-secrets", "--kubeconfig", clusters.Blue.Kubeconfig];
        var store = workspace.Store;
        workspace.Store = workspace.PathOf("clear");
        (await workspace.RunAsync(["backup", "create", "source", .. what])).Exits(0);
        var found = StoreSearch.Find(workspace.Store, FromBlue);
        Assert.All(FromBlue, text => Assert.Contains(found, where => where.StartsWith(text.What, StringComparison.Ordinal)));

        workspace.Store = store;
        (await workspace.RunAsync(["backup", "create", "source", "--key-file", Old, .. what])).Exits(0);
    }

    private async Task RestoreAsync()
    {
        await TestNamespaces.CreateAsync(clusters.Green, Namespace);
        await clusters.Green.CreateAsync(ConfigMaps, ConfigMap(kept, live));
        await using var proxy = FaultProxy.Start(clusters.Green.Kubeconfig);
        proxy.SetRules(0, new FaultRule(new Fault.Refused(403, "Forbidden", $"{said.Text}: not here"))
        {
            Method = "POST",
            Path = "/configmaps",
            When = request => Holds(request, refused),
        });
        var isCreated = false;
        var compared = proxy.PauseAt(request =>
        {
            isCreated |= request.Method == "POST" && Holds(request, drifting);
            return isCreated && request.Method == "GET" && request.Path == $"{ConfigMaps}/{drifting.Text}";
        });
        using var restore = workspace.Start(
            "restore", "create", "first", "--from-backup", "source", "--key-file", Old,
            "--kubeconfig", ProxyKubeconfig.Write(proxy, workspace.PathOf("kubeconfig"), context.Text));
        await compared.Reached.WaitAsync(TimeSpan.FromMinutes(2));

        // Now it has told staged documents what it met, and looks whether all is as archived: it is not.
        Assert.Empty(StoreSearch.Find(workspace.Store, All));
        await clusters.Green.MergePatchAsync(
            $"{ConfigMaps}/{drifting.Text}", new JsonObject { ["data"] = new JsonObject { [entry.Text] = live.Text } });
        compared.Release();
        (await restore.WaitAsync()).Exits(Partial);
    }

    private async Task ReadWithTheKeyAsync(string key)
    {
        var told = (await workspace.RunAsync(
            "restore", "describe", "first", "--details", "--key-file", key, "-o", "json")).Exits(0).Json();
        var logs = (await workspace.RunAsync("restore", "logs", "first", "--key-file", key)).Exits(0).Output;

        Assert.Equal(context.Text, told["restore"]!["context"]!.GetValue<string>());
        Assert.Equal("Skipped", Object(told, kept)["outcome"]!.GetValue<string>());
        Assert.Contains(entry.Text, Object(told, kept)["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Failed", Object(told, refused)["outcome"]!.GetValue<string>());
        Assert.Contains(said.Text, Object(told, refused)["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(entry.Text, Object(told, drifting).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("Created", Object(told, secret)["outcome"]!.GetValue<string>());
        Assert.All(new[] { kept, drifting, refused, secret, context, said }, text =>
            Assert.Contains(text.Text, logs, StringComparison.Ordinal));
    }

    private async Task ReadWithoutTheKeyAsync()
    {
        var listed = (await workspace.RunAsync("restore", "get", "-o", "json")).Exits(0).Json();
        var told = (await workspace.RunAsync("restore", "describe", "first", "--details", "-o", "json")).Exits(0);
        var shown = (await workspace.RunAsync("restore", "describe", "first")).Exits(0);
        var logs = (await workspace.RunAsync("restore", "logs", "first")).Exits(0);

        Assert.True(listed["restores"]![0]!["encrypted"]!.GetValue<bool>());
        var restore = told.Json()["restore"]!;
        Assert.Equal(("source", "PartiallyFailed"), (restore["backup"]!.GetValue<string>(), restore["phase"]!.GetValue<string>()));
        Assert.Equal(1, restore["outcomes"]!["failed"]!.GetValue<int>());
        Assert.Equal(1, restore["different"]!.GetValue<int>());
        Assert.Contains("--key-file", told.Json()["keyNeeded"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.All(new[] { told, shown, logs }, result =>
        {
            Assert.Contains("--key-file", result.Output, StringComparison.Ordinal);
            Assert.All(All, text => Assert.DoesNotContain(text.Text, result.Output + result.Error, StringComparison.Ordinal));
        });
    }

    private async Task ReadWithTheWrongKeyAsync(string key)
    {
        foreach (var command in new[] { "describe", "logs" })
        {
            var refusal = (await workspace.RunAsync("restore", command, "first", "--key-file", key)).Exits(Failed);

            Assert.Contains("encrypted with the key", Assert.Single(refusal.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
            Assert.Equal("", refusal.Output);
        }
    }

    private static JsonNode Object(JsonObject told, PlantedSecret name) =>
        told["objects"]!.AsArray().Single(obj => obj!["name"]!.GetValue<string>() == name.Text)!;

    private static bool Holds(ProxiedRequest request, PlantedSecret name) => System.Text.Encoding.UTF8
        .GetString(request.Body.Span)
        .Contains($"\"name\":\"{name.Text}\"", StringComparison.Ordinal);

    private static PlantedSecret Plant(string what) => new(what, "planted" + RandomNumberGenerator.GetHexString(24, lowercase: true));

    private JsonObject ConfigMap(PlantedSecret name, PlantedSecret value) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name.Text },
        ["data"] = new JsonObject { [entry.Text] = value.Text },
    };

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Namespace);
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
    }
}
