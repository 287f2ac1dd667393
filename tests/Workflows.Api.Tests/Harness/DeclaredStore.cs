using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Core.Plans;

namespace Workflows.Api.Tests.Harness;

/// <summary>What is declared in the store of an API.</summary>
internal static class DeclaredStore
{
    public const string Plans = """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/fake/kubeconfig], context: blue }
        ---
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: nightly }
        spec: { cluster: blue, includeSecrets: false, schedule: { cron: "@daily" } }
        ---
        apiVersion: workflows/v1
        kind: RestorePlan
        metadata: { name: to-green }
        spec: { backupPlan: nightly, cluster: blue }
        """;

    public static async Task ApplyAsync(ApiHarness api, string text)
    {
        var store = ArchiveStores.Open(api.StorePath);
        var changes = new CatalogChanges(new ResourceCatalog(store, TimeProvider.System), new PlanBackups(store));
        await changes.ApplyAsync(await changes.PlanAsync(PlanReader.ReadDeclared([new PlanText("plans.yaml", text)])));
    }

    /// <summary>A rule that makes a backup of what comes as an event of a type.</summary>
    public static string RuleFor(string type) => $$"""
        apiVersion: workflows/v1
        kind: EventRule
        metadata: { name: rule }
        spec: { match: { types: ["{{type}}"] }, startBackup: { plan: nightly } }
        """;
}
