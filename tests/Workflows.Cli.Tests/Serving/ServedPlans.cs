namespace Workflows.Cli.Tests.Serving;

/// <summary>What is declared in the store of a service: a cluster, and a plan that is due each minute.</summary>
internal static class ServedPlans
{
    private const string Declared =
        """
        { "apiVersion": "workflows/v1", "kind": "Cluster", "metadata": { "name": "blue" }, "spec": { "kubeconfig": ["KUBECONFIG"], "context": "blue" } }
        ---
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: often }
        spec:
          cluster: blue
          includeSecrets: false
          schedule: { cron: "* * * * *" }

        """;

    public static async Task ApplyAsync(ServeHarness machine, params string[] more)
    {
        var kubeconfig = Path.Combine(machine.Cli.WorkPath, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, "{}");
        var file = Path.Combine(machine.Cli.WorkPath, "plans.yaml");
        var declared = Declared.Replace("KUBECONFIG", kubeconfig, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, string.Join("\n---\n", [declared, .. more]));
        var applied = await machine.Cli.RunAsync("apply", "-f", file);
        Assert.True(applied.ExitCode == 0, applied.Error);
    }
}
