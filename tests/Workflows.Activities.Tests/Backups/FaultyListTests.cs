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
