using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Schedules;

/// <summary>A schedule of every minute in <c>workflows serve</c>, in real minutes, and the service is killed in each of them.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class EveryMinuteServiceTests(BlueAndGreen clusters, ITestOutputHelper log) : IAsyncLifetime, IDisposable
{
    private const string Source = "wf-every-minute";

    private const string Plan = "every-minute";

    private const int Objects = 20;

    private static readonly TimeSpan LongestApply = TimeSpan.FromSeconds(20);

    private readonly Workspace workspace = new();
    private readonly KillPlan plan = new();

    private static int Minutes => TestSettings.IsFull ? 5 : 1;

    public async Task InitializeAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Blue, Source);
        await TestNamespaces.CreateAsync(clusters.Blue, Source);
        foreach (var name in Enumerable.Range(1, Objects))
        {
            await clusters.Blue.CreateAsync($"/api/v1/namespaces/{Source}/configmaps", JsonNode.Parse($$"""
                { "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "number-{{name}}" }, "data": { "text": "text" } }
                """)!);
        }
    }

    public Task DisposeAsync() => TestNamespaces.DeleteAsync(clusters.Blue, Source);

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_killed_service_makes_exactly_one_backup_a_minute()
    {
        log.WriteLine($"WORKFLOWS_KILL_SEED={plan.Seed}");
        var service = Serve();
        try
        {
            var names = (await DeclareAsync()).Select(NameAt).ToArray();
            foreach (var name in names)
            {
                await (plan.KillsAfterResults() ? BegunAsync(name) : MomentAsync(name));
                log.WriteLine($"killed at {DateTimeOffset.UtcNow:HH:mm:ss.fff}; {name} is {await PhaseAsync(name) ?? "not there"}");
                await service.KillAsync();
                service.Dispose();
                service = Serve();
            }

            await TestNamespaces.UntilAsync($"{names[^1]} is completed", async () =>
            {
                Assert.False(service.HasEnded, "The service ended by itself.");
                return await PhaseAsync(names[^1]) == "Completed";
            });
            Assert.Equal(names, (await BackupsAsync()).Select(NameOf).Where(name => IsUpTo(name, names[^1])));
            foreach (var name in names)
            {
                Assert.Equal("Completed", await PhaseAsync(name));
                (await workspace.RunAsync("backup", "verify", name)).Exits(0);
            }
        }
        finally
        {
            service.Dispose();
        }
    }

    private static string NameAt(DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"{Plan}-{due.UtcDateTime:yyyyMMddHHmmss}");

    private static DateTimeOffset MinuteAfter(DateTimeOffset time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static DateTimeOffset DueOf(string name) => DateTimeOffset.ParseExact(
        name[^14..], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string NameOf(JsonNode backup) => backup["name"]!.GetValue<string>();

    private static bool IsUpTo(string name, string last) => string.CompareOrdinal(name, last) <= 0;

    private Program Serve() => workspace.Start("serve", "--listen", "localhost:0", "--kubeconfig", clusters.Blue.Kubeconfig);

    /// <summary>Declares the plan.</summary>
    /// <returns>When it is due from then on.</returns>
    private async Task<IEnumerable<DateTimeOffset>> DeclareAsync()
    {
        var file = workspace.PathOf("plan.yaml");
        await File.WriteAllTextAsync(file, $$"""
            apiVersion: workflows/v1
            kind: Cluster
            metadata: { name: blue }
            spec: { kubeconfig: ["{{clusters.Blue.Kubeconfig}}"] }
            ---
            apiVersion: workflows/v1
            kind: BackupPlan
            metadata: { name: {{Plan}} }
            spec:
              cluster: blue
              includeSecrets: false
              selection: { includedNamespaces: [{{Source}}] }
              schedule: { cron: "* * * * *", missedRuns: runAll, overlap: queue }
            """);
        var first = MinuteAfter(DateTimeOffset.UtcNow);
        if (first - DateTimeOffset.UtcNow < LongestApply)
        {
            // Applied across the turn of a minute, nobody could say which one is the first.
            await DelayUntilAsync(first);
            first = first.AddMinutes(1);
        }

        (await workspace.RunAsync("apply", "-f", file)).Exits(0);
        Assert.True(DateTimeOffset.UtcNow < first, "The plan was declared across the turn of a minute.");
        return Enumerable.Range(0, Minutes).Select(minute => first.AddMinutes(minute));
    }

    private Task MomentAsync(string name) => DelayUntilAsync(DueOf(name) + plan.Moment(TimeSpan.FromMinutes(1)));

    private static async Task DelayUntilAsync(DateTimeOffset moment)
    {
        var rest = moment - DateTimeOffset.UtcNow;
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }
    }

    private Task BegunAsync(string name) => TestNamespaces.UntilAsync(
        $"{name} has begun",
        () => Task.FromResult(Directory.Exists(workspace.Store)
            && Directory.EnumerateFileSystemEntries(workspace.Store, "*", SearchOption.AllDirectories)
                .Any(path => path.Contains(name, StringComparison.Ordinal))),
        poll: TimeSpan.FromMilliseconds(20));

    private async Task<string?> PhaseAsync(string name) =>
        (await BackupsAsync()).FirstOrDefault(backup => NameOf(backup) == name)?["phase"]!.GetValue<string>();

    private async Task<JsonNode[]> BackupsAsync() =>
        [.. (await workspace.RunAsync("backup", "get", "-o", "json")).Exits(0).Json()["backups"]!.AsArray()
            .Select(backup => backup!).OrderBy(NameOf, StringComparer.Ordinal)];
}
