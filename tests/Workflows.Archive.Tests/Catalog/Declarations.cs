using Workflows.Core.Plans;

namespace Workflows.Archive.Tests.Catalog;

/// <summary>Resources for tests, as somebody would declare them.</summary>
internal static class Declarations
{
    public static string Cluster(string name) => $$"""
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: {{name}} }
        spec: { kubeconfig: [/etc/{{name}}] }
        """;

    public static string Plan(string name, string cluster = "blue", string more = "") => $$"""
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: {{name}} }
        spec:
          cluster: {{cluster}}
          includeSecrets: true
          {{more}}
        """;

    public static string Schedule(string name, string plan) => $$"""
        apiVersion: workflows/v1
        kind: Schedule
        metadata: { name: {{name}} }
        spec: { backupPlan: {{plan}}, cron: "@hourly" }
        """;

    public static IReadOnlyList<DeclaredResource> Read(params string[] documents) =>
        PlanReader.ReadDeclared([new PlanText("plans.yaml", string.Join("\n---\n", documents))]);
}
