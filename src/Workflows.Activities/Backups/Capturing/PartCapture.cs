using System.Buffers;
using Workflows.Activities.Backups.Planning;
using Workflows.Activities.Clusters;
using Workflows.Archive.Writing;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>One attempt at one part: pages in, gzip members out, nothing kept in between.</summary>
internal sealed class PartCapture
{
    private readonly ActivityServices services;
    private readonly CapturePartInput input;
    private readonly CaptureFilter filter;
    private readonly ClusterClient client;
    private readonly long startedAt;
    private readonly ArrayBufferWriter<byte> json = new(64 << 10);
    private readonly List<Problem> problems = [];
    private ObjectSetHash hash = ObjectSetHash.Empty;

    public PartCapture(ActivityServices services, CapturePartInput input, CaptureScope scope)
    {
        this.services = services;
        this.input = input;
        filter = new(input.Spec.Selection, scope);
        client = services.Clusters.Get(input.Spec.Cluster);
        startedAt = services.Time.GetTimestamp();
    }

    public async Task<CaptureResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var writer = new SegmentWriter(
            services.Stores.Get(input.Spec.Store),
            input.Spec.Name,
            input.Segment,
            Guid.NewGuid(),
            new SegmentWriterOptions { Key = await BackupKeys.FindAsync(services, input.Spec, cancellationToken) });
        var point = input.From;
        try
        {
            do
            {
                point = await ReadSliceAsync(writer, point ?? new(0, null), cancellationToken);
            }
            while (point is not null && !IsBudgetUsed());
        }
        catch (KubernetesApiException compacted) when (compacted.IsExpired)
        {
            return new(null, null, Compacted: true, ObjectSetHash.Empty.ToString(), null);
        }

        var segment = writer.Objects == 0 ? null : await writer.CompleteAsync(cancellationToken);
        return new(segment, point, Compacted: false, hash.ToString(), await StoreProblemsAsync(cancellationToken));
    }

    /// <summary>The revision that every list is read at; null where each is read as it is.</summary>
    private string? Revision => input.Spec.OneRevision ? input.Revision : null;

    private void Note(CaptureSlice slice, GroupResource resource, ObjectHead head)
    {
        if (!slice.OwnRevision)
        {
            hash = hash.With(resource, head);
        }
    }

    /// <summary>A document, since a history entry could not hold many.</summary>
    private async Task<string?> StoreProblemsAsync(CancellationToken cancellationToken) => problems.Count == 0
        ? null
        : await PlanDocuments.Create(services, input.Spec, input.PlanId).WritePartProblemsAsync(
            input.Segment, ActivityServices.NewAttempt(), problems, cancellationToken);

    /// <summary>Reads one slice, or as much of it as the budget allows.</summary>
    /// <returns>Where to go on; null at the end of the part.</returns>
    private async Task<CapturePoint?> ReadSliceAsync(
        SegmentWriter writer, CapturePoint from, CancellationToken cancellationToken)
    {
        var slice = input.Part.Slices[from.Slice];
        var token = from.Continue;
        try
        {
            do
            {
                token = await ReadPageAsync(writer, slice, token, cancellationToken);
            }
            while (token is not null && !IsBudgetUsed());
        }
        catch (KubernetesException failed) when (
            failed is KubernetesApiException { IsExpired: false } or MalformedResponseException)
        {
            problems.Add(await DescribeAsync(slice, failed, cancellationToken));
            token = null;
        }

        return token is not null
            ? new(from.Slice, token)
            : from.Slice + 1 < input.Part.Slices.Count ? new(from.Slice + 1, null) : null;
    }

    private async Task<string?> ReadPageAsync(
        SegmentWriter writer, CaptureSlice slice, string? token, CancellationToken cancellationToken)
    {
        var query = filter.Page(slice, Revision, token, input.Spec.PageSize);
        using var page = await client.ListPageAsync(slice.ToResource(), slice.Namespace, query, cancellationToken);
        ExactRevision.Require(slice, page, Revision);
        foreach (var item in page.Items)
        {
            json.ResetWrittenCount();
            item.WriteTo(json);
            var head = ObjectHead.Read(json.WrittenSpan);
            if (filter.Includes(slice, head))
            {
                var archived = new ArchivedObject(new GroupResource(slice.Plural, slice.Group), head);
                await writer.AddAsync(archived, json.WrittenMemory, cancellationToken);
                Note(slice, archived.Key.Resource, head);
            }
        }

        return page.Continue;
    }

    /// <summary>
    /// A kind that fails while the cluster itself answers (a conversion webhook or an aggregated API is down) is a
    /// problem of that kind. When the cluster does not answer either, the attempt fails and is made again.
    /// </summary>
    private async Task<Problem> DescribeAsync(
        CaptureSlice slice, KubernetesException failed, CancellationToken cancellationToken)
    {
        await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);

        return new(
            ProblemSeverity.Error,
            new GroupResource(slice.Plural, slice.Group).ToString(),
            slice.Namespace,
            failed.Message);
    }

    private bool IsBudgetUsed() => services.Time.GetElapsedTime(startedAt) >= services.Budget;
}
