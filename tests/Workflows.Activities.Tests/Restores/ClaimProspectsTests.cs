using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Activities.Volumes;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Claims that could not have what they ask for are found out before anything is created.</summary>
public sealed class ClaimProspectsTests : IDisposable
{
    private const string Missing = "wf-no-such-class";

    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task A_claim_whose_class_is_not_there_is_not_made_where_it_was_to_have_data_and_reported_where_not()
    {
        await BackUpAsync([Claim("data", Missing), Claim("empty", Missing), Claim("fine", "")]);
        var spec = Spec();

        var plan = await run.PlanAsync(spec);

        Assert.Equal(["empty", "fine"], await ClaimsAsync(spec, plan));
        var failed = Assert.Single(await run.NotRestoredAsync(spec, plan), outcome => outcome.Outcome is RestoreOutcome.Failed);
        Assert.Equal(("wf-b", "data"), (failed.Key.Namespace, failed.Key.Name));
        Assert.Contains($"no storage class '{Missing}'", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("--storage-class-mappings", failed.Reason, StringComparison.Ordinal);
        var planned = Assert.Single(await PlannedAsync(spec, plan));
        Assert.Equal(failed.Reason, planned.Refusal);
        var problem = Assert.Single(await run.Documents(spec, plan.PlanId).ReadProblemsAsync(default));
        Assert.Equal((ProblemSeverity.Warning, "wf-b"), (problem.Severity, problem.Namespace));
        Assert.StartsWith("Claim empty: ", problem.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_class_that_is_restored_too_is_no_obstacle()
    {
        await BackUpAsync([Claim("data", Missing), Class(Missing)]);

        Assert.Null(Assert.Single(await PlannedAsync(Spec(), await run.PlanAsync(Spec()))).Refusal);
    }

    [ClusterFact]
    public async Task A_class_that_is_mapped_to_one_that_is_there_is_no_obstacle()
    {
        await BackUpAsync([Claim("data", Missing)]);
        await using var ns = LiveNamespace.Reserve();
        var spec = Spec() with { Claims = new() { StorageClasses = Mapping(Missing, ns.Name) } };
        Assert.NotNull(Assert.Single(await PlannedAsync(spec, await run.PlanAsync(spec))).Refusal);

        await ns.CreateAsync(ClusterKinds.StorageClasses, $$"""{"metadata": {"name": "{{ns.Name}}"}, "provisioner": "nobody.example.com"}""");
        try
        {
            Assert.Null(Assert.Single(await PlannedAsync(spec, await run.PlanAsync(spec))).Refusal);
        }
        finally
        {
            await ns.Client.DeleteAsync(ClusterKinds.StorageClasses, null, ns.Name, new(), default);
        }
    }

    [ClusterFact]
    public async Task A_claim_that_is_there_keeps_what_it_has()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await ns.CreateAsync(ClusterKinds.Claims, """
            {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "wf-no-such-class",
             "resources": {"requests": {"storage": "1Gi"} } } }
            """);
        await BackUpAsync([Claim("data", Missing)]);
        var spec = Spec() with { NamespaceMappings = Mapping("wf-a", ns.Name) };

        Assert.Null(Assert.Single(await PlannedAsync(spec, await run.PlanAsync(spec))).Refusal);
    }

    [ClusterFact]
    public async Task A_claim_may_become_larger_and_not_smaller_and_must_be_among_those_that_are_restored()
    {
        await BackUpAsync([Claim("data", "")]);

        await run.PlanAsync(Sized("wf-a/data", "1.5Gi"));
        await run.PlanAsync(Sized("wf-a/data", "1024Mi"));
        var smaller = await Assert.ThrowsAsync<WorkflowsException>(() => run.PlanAsync(Sized("wf-a/data", "1023Mi")));
        var unknown = await Assert.ThrowsAsync<WorkflowsException>(() => run.PlanAsync(Sized("wf-b/data", "2Gi")));

        Assert.Equal((ErrorKind.Usage, ErrorKind.Usage), (smaller.Kind, unknown.Kind));
        Assert.Contains("asks for 1Gi in the backup: 1023Mi is less", smaller.Message, StringComparison.Ordinal);
        Assert.Contains("Claim wf-b/data", unknown.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task One_claim_alone_is_restored_under_its_new_name_and_nothing_that_is_there_is_taken_for_it()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await BackUpAsync([Claim("data", ""), Claim("empty", "")]);
        var spec = Copy(ns.Name, "copy");

        var plan = await run.PlanAsync(spec);

        Assert.Equal(new(ns.Name, "copy"), Assert.Single(await PlannedAsync(spec, plan)).Claim);
        Assert.Equal(["data"], (await run.ItemsAsync(spec, plan)).Select(item => item.Name));
        await run.RestoreAsync(spec, plan);
        Assert.NotNull(await ns.FindAsync(ClusterKinds.Claims, "copy"));

        // Its own is no obstacle to it, and one to any other.
        await run.PlanAsync(spec);
        var taken = await Assert.ThrowsAsync<WorkflowsException>(() => run.PlanAsync(spec with { Name = "other" }));
        Assert.Equal(ErrorKind.Conflict, taken.Kind);
        Assert.Contains($"{ns.Name}/copy already", taken.Message, StringComparison.Ordinal);
    }

    private RestoreSpec Spec() => run.Spec() with
    {
        Mover = new() { Image = "mover:1" },
        NamespaceMappings = Mapping("wf-a", "wf-b"),
    };

    private RestoreSpec Sized(string claim, string size) => Spec() with
    {
        Claims = new() { Sizes = Mapping(claim, size) },
    };

    private RestoreSpec Copy(string ns, string name) => Spec() with
    {
        NamespaceMappings = Mapping("wf-a", ns),
        Selection = new() { IncludedNamespaces = ["wf-a"], IncludedResources = ["persistentvolumeclaims."], IncludeClusterResources = false },
        Claims = new() { Copy = new(new("wf-a", "data"), new(ns, name)) },
    };

    private static Dictionary<string, string> Mapping(string from, string to) => new(StringComparer.Ordinal) { [from] = to };

    /// <summary>A backup that holds the data of the claim <c>data</c>.</summary>
    private Task BackUpAsync(IReadOnlyList<TestObject> objects) => run.BackUpWithAsync(
        [new("wf-a", "data", ClaimState.Completed, null, "nightly.0123456789ab", "claim-0123456789abcdef0123", 5, 5)], objects);

    private async Task<IReadOnlyList<string>> ClaimsAsync(RestoreSpec spec, RestorePlan plan) =>
    [
        .. (await run.ItemsAsync(spec, plan))
            .Where(item => item.Kind == "PersistentVolumeClaim")
            .Select(item => item.Name)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<IReadOnlyList<PlannedClaim>> PlannedAsync(RestoreSpec spec, RestorePlan plan) =>
        await new ReadClaimsActivity(run.Services).RunAsync(
            RestoreRun.Context, new(VolumeRun.Of(spec, RestoreRun.Claim.RunUid)!, plan.Volumes.PlanId, 0), default);

    private static TestObject Class(string name) =>
        TestObject.Create("storageclasses.storage.k8s.io", "storage.k8s.io/v1", "StorageClass", null, name);

    private static TestObject Claim(string name, string storageClass) => TestObject.Create(
        "persistentvolumeclaims", "v1", "PersistentVolumeClaim", "wf-a", name, claim => claim["spec"] = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["storageClassName"] = storageClass,
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } },
        });
}
