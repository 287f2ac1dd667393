using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
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
    /// Lists the namespaces. Where that is not allowed, those that the selection names exactly are asked for one by
    /// one, or, where even that is not allowed, taken at their word.
    /// </summary>
    /// <exception cref="KubernetesApiException">Nothing may be listed at all.</exception>
    public static async Task<NamespaceSurvey> TakeAsync(
        ClusterClient client, BackupSpec spec, CancellationToken cancellationToken)
    {
        var filter = new NamespaceFilter(spec.Selection);
        var survey = new NamespaceSurvey(await Planning.Revision.TakeAsync(client, spec, cancellationToken));
        try
        {
            await survey.ReadAsync(client, spec, filter, cancellationToken);
            survey.Problems.AddRange(
                filter.Unmatched(survey.Selected.Concat(survey.NotSelected)).Select(NoneMatches));
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden && filter.NamedExactly.Count > 0)
        {
            await survey.ReadNamedAsync(client, filter, cancellationToken);
        }

        return survey;
    }

    private async Task ReadNamedAsync(
        ClusterClient client, NamespaceFilter filter, CancellationToken cancellationToken)
    {
        foreach (var name in filter.NamedExactly.Where(filter.Matches))
        {
            await ReadNamedAsync(client, name, cancellationToken);
        }

        Problems.Add(new(
            ProblemSeverity.Warning,
            "namespaces",
            null,
            "Namespaces may not be listed: only those named were captured, without their own objects."));
    }

    private async Task ReadNamedAsync(ClusterClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindAsync(Planning.Revision.Namespaces, null, name, cancellationToken) is { } found)
            {
                (IsLabelledOut(ObjectHead.Read(found.Json.Span)) ? NotSelected : Selected).Add(name);
            }
            else
            {
                Problems.Add(NoneMatches(name));
            }
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            Selected.Add(name);
        }
    }

    private static Problem NoneMatches(string pattern) =>
        new(ProblemSeverity.Warning, "namespaces", null, $"No namespace matches '{pattern}'.");

    private static bool IsLabelledOut(ObjectHead head) =>
        BuiltInExclusions.ReasonAgainstBackup(Planning.Revision.Namespaces.GroupResource, head.Labels) is not null;

    private async Task ReadAsync(
        ClusterClient client, BackupSpec spec, NamespaceFilter filter, CancellationToken cancellationToken)
    {
        var items = ExactList.ItemsAsync(
            client,
            Planning.Revision.Namespaces,
            spec.OneRevision ? Revision : null,
            spec.PageSize,
            cancellationToken);
        await foreach (var item in items)
        {
            var head = ObjectHead.Read(item.ToObject().Json.Span);
            (filter.Matches(head.Name) && !IsLabelledOut(head) ? Selected : NotSelected).Add(head.Name);
        }
    }
}
