using System.Text;
using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Core.Errors;
using Workflows.Core.Selection;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Revisions;
using Workflows.Faults.Rules;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Backups;

/// <summary>One kind that can't be listed is that kind's problem; credentials that are refused are everybody's.</summary>
public sealed class FaultyListTests : IAsyncLifetime, IDisposable
{
    private readonly LiveNamespace ns = LiveNamespace.Reserve();
    private readonly string kubeconfig = Path.Combine(Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}.kubeconfig");
    private FaultProxy? proxy;
    private BackupSteps? steps;

    private FaultProxy Proxy => proxy!;

    private BackupSteps Steps => steps!;

    public async Task InitializeAsync()
    {
        await ns.MakeAsync();
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "whole");
        await ns.CreateEmptyAsync(Kinds.Secrets, "whole");
        proxy = FaultProxy.Start(TestCluster.Kubeconfig!);
        ProxyKubeconfig.Write(proxy, kubeconfig);
        steps = new(new([kubeconfig], null), new ObjectSelection
        {
            IncludedNamespaces = [ns.Name],
            IncludedResources = ["configmaps", "secrets"],
            IncludeClusterResources = false,
        });
    }

    public async Task DisposeAsync()
    {
        await ns.DisposeAsync();
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    public void Dispose()
    {
        steps?.Dispose();
        File.Delete(kubeconfig);
    }

    [ClusterFact]
    public async Task A_count_that_makes_no_sense_is_the_kinds_problem()
    {
        Proxy.Rewriting = new Garbled(request => IsSecrets(request));

        await AssertOnlySecretsAreMissingAsync();
    }

    [ClusterFact]
    public async Task A_page_that_makes_no_sense_is_the_kinds_problem()
    {
        Proxy.Rewriting = new Garbled(request => IsSecrets(request) && !IsCount(request));

        await AssertOnlySecretsAreMissingAsync();
    }

    [ClusterFact]
    public async Task A_kind_that_fails_while_the_cluster_answers_is_the_kinds_problem()
    {
        Proxy.SetRules(1, new FaultRule(new Fault.Refused(404, "NotFound", "the server could not find the requested resource"))
        {
            When = IsSecrets,
        });

        await AssertOnlySecretsAreMissingAsync();
    }

    [ClusterFact]
    public async Task A_kind_that_knows_no_exact_revision_is_captured_as_it_is_and_reported()
    {
        Proxy.SetRules(1, new FaultRule(new Fault.Refused(400, "BadRequest", "resourceVersionMatch is not known here"))
        {
            When = request => IsSecrets(request) && request.Parameter("resourceVersionMatch") is not null,
        });

        var manifest = await BackUpAsync();

        Assert.Contains(manifest.Warnings, warning => warning.Message.Contains("captured apart", StringComparison.Ordinal));
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "secrets");
    }

    [ClusterFact]
    public async Task A_kind_whose_own_history_does_not_reach_back_is_captured_as_it_is_and_reported()
    {
        Proxy.SetRules(1, Expired(IsSecrets));

        var manifest = await BackUpAsync();

        Assert.Contains(manifest.Warnings, warning => warning.Message.Contains("captured apart", StringComparison.Ordinal));
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "secrets");
        Assert.Empty(manifest.Errors);
    }

    [ClusterFact]
    public async Task A_revision_that_is_compacted_while_planning_ends_the_attempt_and_not_the_backup()
    {
        Proxy.SetRules(1, Expired(_ => true));

        var compacted = await Assert.ThrowsAsync<WorkflowsException>(Steps.PlanAsync);

        Assert.True(compacted.IsTransient);
        Proxy.ClearRules();
        await BackUpAsync();
    }

    [ClusterFact]
    public async Task A_kind_of_which_single_namespaces_only_may_be_listed_is_read_at_the_revisions_that_it_knows()
    {
        Proxy.SetRules(
            1,
            new FaultRule(new Fault.Refused(403, "Forbidden", "secrets is forbidden"))
            {
                When = request => request.Path == "/api/v1/secrets",
            },
            new FaultRule(new Fault.Refused(400, "BadRequest", "resourceVersionMatch is not known here"))
            {
                When = request => IsSecrets(request) && request.Parameter("resourceVersionMatch") is not null,
            });

        var manifest = await BackUpAsync();

        Assert.Contains(manifest.Warnings, warning => warning.Message.Contains("captured apart", StringComparison.Ordinal));
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "secrets");
        Assert.Empty(manifest.Errors);
    }

    [ClusterFact]
    public async Task A_history_of_its_own_is_no_compaction_for_who_may_list_in_single_namespaces_only()
    {
        Proxy.SetRules(
            1,
            new FaultRule(new Fault.Refused(403, "Forbidden", "it is forbidden"))
            {
                When = request => request.Path is "/api/v1/secrets" or "/api/v1/configmaps" or "/api/v1/namespaces",
            },
            Expired(IsSecrets));

        var manifest = await BackUpAsync();

        Assert.Contains(manifest.Warnings, warning => warning.Message.Contains("captured apart", StringComparison.Ordinal));
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "secrets");
        Assert.Empty(manifest.Errors);
    }

    [ClusterFact]
    public async Task A_list_of_its_own_that_expires_half_way_is_its_own_problem_and_compacts_nothing()
    {
        Proxy.SetRules(1, Expired(IsSecrets), new FaultRule(new Fault.Refused(410, "Expired", "The token is too old."))
        {
            When = request => IsSecrets(request) && !IsCount(request),
        });

        await AssertOnlySecretsAreMissingAsync();
    }

    [ClusterFact]
    public async Task A_kind_that_fails_for_other_reasons_is_not_taken_for_one_with_a_history_of_its_own()
    {
        Proxy.SetRules(1, new FaultRule(new Fault.Refused(404, "NotFound", "not here"))
        {
            When = request => IsSecrets(request) && request.Parameter("resourceVersionMatch") is not null,
        });

        await AssertOnlySecretsAreMissingAsync();
    }

    [ClusterFact]
    public async Task An_object_that_no_archive_can_hold_is_left_out_and_reported()
    {
        Proxy.Rewriting = new Replaced("\"name\":\"whole\"", "\"name\":\"../out\"", request => IsSecrets(request));

        var manifest = await BackUpAsync();

        Assert.Contains("../out", Assert.Single(manifest.Errors).Message, StringComparison.Ordinal);
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "configmaps");
    }

    [ClusterFact]
    public async Task A_namespace_that_is_not_there_is_said_to_be_missing_where_namespaces_may_not_be_listed()
    {
        Proxy.SetRules(1, new FaultRule(new Fault.Refused(403, "Forbidden", "namespaces is forbidden"))
        {
            When = request => request.Path == "/api/v1/namespaces",
        });
        using var mistyped = new BackupSteps(Steps.Spec.Cluster, new ObjectSelection
        {
            IncludedNamespaces = [ns.Name, "wf-mistyped"],
            IncludedResources = ["configmaps"],
            IncludeClusterResources = false,
        });

        var plan = await mistyped.PlanAsync();

        Assert.All(
            (await mistyped.PartsAsync(plan)).SelectMany(part => part.Slices),
            slice => Assert.NotEqual("wf-mistyped", slice.Namespace));
        Assert.Equal(2, plan.Problems);
    }

    [ClusterFact]
    public async Task Credentials_that_are_refused_while_planning_end_the_attempt()
    {
        Proxy.SetRules(1, Unauthorized());

        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(Steps.PlanAsync)).IsUnauthorized);
    }

    [ClusterFact]
    public async Task Credentials_that_are_refused_while_capturing_end_the_attempt_and_make_no_report()
    {
        var plan = await Steps.PlanAsync();
        Proxy.SetRules(1, Unauthorized());

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => Steps.CaptureAllAsync(plan));

        Assert.True(refused.IsUnauthorized);
    }

    [ClusterFact]
    public async Task A_list_of_another_revision_than_was_asked_for_ends_the_attempt()
    {
        var plan = await Steps.PlanAsync();
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "later");
        Proxy.Rewriting = new IgnoredRevision();

        var mixed = await Assert.ThrowsAsync<WorkflowsException>(() => Steps.CaptureAllAsync(plan));

        Assert.Contains("was asked for at revision", mixed.Message, StringComparison.Ordinal);
    }

    private async Task AssertOnlySecretsAreMissingAsync()
    {
        var manifest = await BackUpAsync();

        Assert.Contains("secrets", Assert.Single(manifest.Errors).Resource, StringComparison.Ordinal);
        Assert.Contains(manifest.Totals.Resources, total => total.Resource == "configmaps");
        Assert.DoesNotContain(manifest.Totals.Resources, total => total.Resource == "secrets");
    }

    private async Task<ArchiveManifest> BackUpAsync()
    {
        var summary = await Steps.CommitAsync(await Steps.CaptureAllAsync(await Steps.PlanAsync()));
        Assert.NotNull(summary);
        return (await ArchiveReader.OpenAsync(Steps.Services.Stores.Get(Steps.Store), Steps.Spec.Name, default)).Manifest;
    }

    /// <summary>What was asked for at a revision was compacted; what is asked for as it is, is there.</summary>
    private static FaultRule Expired(Func<ProxiedRequest, bool> fits) =>
        new(new Fault.Refused(410, "Expired", "The resourceVersion for the provided list is too old."))
        {
            When = request => fits(request) && request.Parameter("resourceVersionMatch") is not null,
        };

    private static FaultRule Unauthorized() => new(new Fault.Refused(401, "Unauthorized", "Unauthorized"));

    private static bool IsSecrets(ProxiedRequest request) =>
        request.Path.EndsWith("/secrets", StringComparison.Ordinal);

    private static bool IsCount(ProxiedRequest request) => request.Parameter("limit") == "1";

    /// <summary>Answers that are no JSON.</summary>
    private sealed class Garbled(Func<ProxiedRequest, bool> fits) : IRewriting
    {
        public string PathAndQuery(ProxiedRequest request) => request.PathAndQuery;

        public bool RewritesBody(ProxiedRequest request) => fits(request);

        public byte[] Body(ProxiedRequest request, byte[] body) => Encoding.UTF8.GetBytes("<html>a proxy's own page</html>");
    }

    /// <summary>Answers with one text in place of another.</summary>
    private sealed class Replaced(string text, string by, Func<ProxiedRequest, bool> fits) : IRewriting
    {
        public string PathAndQuery(ProxiedRequest request) => request.PathAndQuery;

        public bool RewritesBody(ProxiedRequest request) => fits(request);

        public byte[] Body(ProxiedRequest request, byte[] body) =>
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(text, by, StringComparison.Ordinal));
    }

    /// <summary>A server that reads what is there now, whatever revision is asked for.</summary>
    private sealed class IgnoredRevision : IRewriting
    {
        public string PathAndQuery(ProxiedRequest request)
        {
            var query = request.Query
                .Split('&')
                .Where(parameter => !parameter.StartsWith("resourceVersion", StringComparison.Ordinal));
            return $"{request.Path}?{string.Join('&', query)}";
        }

        public bool RewritesBody(ProxiedRequest request) => false;

        public byte[] Body(ProxiedRequest request, byte[] body) => body;
    }
}
