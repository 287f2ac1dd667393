using System.Buffers;
using Workflows.Activities.Backups.Planning;
using Workflows.Activities.Clusters;
using Workflows.Archive.Errors;
using Workflows.Archive.Writing;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Errors;
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
    private readonly PartProblems problems = new();
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
        CapturePoint? point = input.From;
        try
        {
            do
            {
                point = await ReadSliceAsync(writer, point, cancellationToken);
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

    /// <summary>A document, since a history entry could not hold many.</summary>
    private async Task<string?> StoreProblemsAsync(CancellationToken cancellationToken) => problems.ToList() is { Count: > 0 } met
        ? await PlanDocuments.Create(services, input.Spec, input.PlanId).WritePartProblemsAsync(
            input.Segment, ActivityServices.NewAttempt(), met, cancellationToken)
        : null;

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
            failed is KubernetesApiException { IsExpired: false } or MalformedResponseException
            || (failed is KubernetesApiException && slice.OwnRevision))
        {
            // A kind that fails while the cluster itself answers (a conversion webhook or an aggregated API is down)
            // is a problem of that kind. When the cluster does not answer either, the attempt fails and is made again.
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            problems.AddList(new(slice.Plural, slice.Group), slice.Namespace, failed.Message);
            token = null;
        }

        return token is not null
            ? new(from.Slice, token)
            : from.Slice + 1 < input.Part.Slices.Count ? new(from.Slice + 1, null) : null;
    }

    private async Task<string?> ReadPageAsync(
        SegmentWriter writer, CaptureSlice slice, string? token, CancellationToken cancellationToken)
    {
        var resource = slice.ToResource();
        var revision = RevisionOf(slice);
        var query = filter.Page(slice, revision, token, input.Spec.PageSize);
        using var page = await client.ListPageAsync(resource, slice.Namespace, query, cancellationToken);
        ExactRevision.Require(resource, page, revision);
        foreach (var item in page.Items)
        {
            try
            {
                await AddAsync(writer, slice, item, cancellationToken);
            }
            catch (WorkflowsException unfit) when (
                unfit is MalformedObjectException or UnsafeNameException or ObjectTooLargeException)
            {
                problems.AddObject(resource.GroupResource, slice.Namespace, unfit);
            }
        }

        return page.Continue;
    }

    private async ValueTask AddAsync(
        SegmentWriter writer, CaptureSlice slice, ListItem item, CancellationToken cancellationToken)
    {
        json.ResetWrittenCount();
        item.WriteTo(json);
        var head = ObjectHead.Read(json.WrittenSpan);
        if (!filter.Includes(slice, head))
        {
            return;
        }

        var archived = new ArchivedObject(new GroupResource(slice.Plural, slice.Group), head);
        await writer.AddAsync(archived, json.WrittenMemory, cancellationToken);
        if (!slice.OwnRevision)
        {
            hash = hash.With(archived.Key.Resource, head);
        }
    }

    /// <summary>The revision that a list is read at; null where it is read as it is.</summary>
    private string? RevisionOf(CaptureSlice slice) =>
        input.Spec.OneRevision && !slice.OwnRevision ? input.Revision : null;

    private bool IsBudgetUsed() => services.Time.GetElapsedTime(startedAt) >= services.Budget;
}
