using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>The namespaces of a cluster at the revision that the whole backup then reads at.</summary>
internal sealed class NamespaceSurvey
{
    private NamespaceSurvey(string revision) => Revision = revision;

    public string Revision { get; }

    public List<string> Selected { get; } = [];

    public List<string> NotSelected { get; } = [];

    public List<Problem> Problems { get; } = [];

    public int Total => Selected.Count + NotSelected.Count;

    /// <summary>
    /// Lists the namespaces. Where that is not allowed, those that the selection names exactly are taken at their
    /// word, and the revision comes from a list in the first of them.
    /// </summary>
    /// <exception cref="KubernetesApiException">Nothing may be listed at all.</exception>
    public static async Task<NamespaceSurvey> TakeAsync(
        ClusterClient client, BackupSpec spec, CancellationToken cancellationToken)
    {
        var filter = new NamespaceFilter(spec.Selection);
        try
        {
            var survey = new NamespaceSurvey(await Planning.Revision.TakeAsync(client, cancellationToken));
            await survey.ReadAsync(client, spec, filter, cancellationToken);
            survey.Problems.AddRange(filter.Unmatched(survey.Selected.Concat(survey.NotSelected)).Select(pattern =>
                new Problem(ProblemSeverity.Warning, "namespaces", null, $"No namespace matches '{pattern}'.")));
            return survey;
        }
        catch (KubernetesApiException denied) when (denied.Kind == ErrorKind.Denied && filter.NamedExactly.Count > 0)
        {
            return await FromNamesAsync(client, filter.NamedExactly, cancellationToken);
        }
    }

    private static async Task<NamespaceSurvey> FromNamesAsync(
        ClusterClient client, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var configMaps = new ApiResource("", "v1", "configmaps", "ConfigMap", true, ["list"]);
        using var page = await client.ListPageAsync(
            configMaps, names[0], new ListQuery { Limit = 1 }, cancellationToken);
        var survey = new NamespaceSurvey(page.ResourceVersion);
        survey.Selected.AddRange(names);
        survey.Problems.Add(new(
            ProblemSeverity.Warning,
            "namespaces",
            null,
            "Namespaces may not be listed: only those named were captured, without their own objects."));
        return survey;
    }

    private async Task ReadAsync(
        ClusterClient client, BackupSpec spec, NamespaceFilter filter, CancellationToken cancellationToken)
    {
        var items = ExactList.ItemsAsync(
            client, Planning.Revision.Namespaces, Revision, spec.PageSize, cancellationToken);
        await foreach (var item in items)
        {
            var head = ObjectHead.Read(item.ToObject().Json.Span);
            var labelledOut = BuiltInExclusions.ReasonAgainstBackup(
                Planning.Revision.Namespaces.GroupResource, head.Labels) is not null;
            (filter.Matches(head.Name) && !labelledOut ? Selected : NotSelected).Add(head.Name);
        }
    }
}
