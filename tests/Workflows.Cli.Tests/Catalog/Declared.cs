using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Catalog;

/// <summary>Files of declared resources for tests.</summary>
internal static class Declared
{
    public const string Cluster = """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/etc/blue.kubeconfig], context: admin }
        """;

    public const string Plan = """
        # Each night.
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: nightly }
        spec:
          cluster: blue
          selection: { includedNamespaces: [shop, shop-*] }
          includeSecrets: false
          schedule: { cron: "30 2 * * *", timeZone: Europe/Berlin }
          retention: { retainDays: 30, deleteLockDays: 7, keepDaily: 7 }
        """;

    public const string Schedule = """
        apiVersion: workflows/v1
        kind: Schedule
        metadata: { name: often }
        spec: { backupPlan: nightly, rpo: { targetMinutes: 240 } }
        """;

    public const string Restore = """
        apiVersion: workflows/v1
        kind: RestorePlan
        metadata: { name: to-green }
        spec: { backupPlan: nightly, cluster: blue, namespaceMappings: { shop: shop-test }, conflict: update }
        """;

    public static string All => string.Join("\n---\n", Cluster, Plan, Schedule, Restore);

    /// <summary>Writes a file into the folder that commands start in.</summary>
    public static string Write(CliHarness cli, string text, string name = "plans.yaml")
    {
        File.WriteAllText(Path.Combine(cli.WorkPath, name), text);
        return name;
    }

    public static async Task ApplyAsync(CliHarness cli, string text)
    {
        var run = await cli.RunAsync("apply", "-f", Write(cli, text));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
