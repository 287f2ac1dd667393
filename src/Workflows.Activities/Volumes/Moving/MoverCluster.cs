using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>A cluster as movers are made, looked at and removed in it.</summary>
internal sealed class MoverCluster(ClusterClient client)
{
    private const int PageSize = 500;

    private static readonly WriteOptions Write = new() { FieldManager = "workflows-mover" };

    public async Task<JsonObject?> FindAsync(
        ApiResource kind, string? ns, string name, CancellationToken cancellationToken) =>
        await client.FindAsync(kind, ns, name, cancellationToken) is { } found ? Parse(found.Json.Span) : null;

    /// <summary>The objects of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="ns">The namespace; null for all of them.</param>
    /// <param name="labels">The label selector; null for all.</param>
    /// <param name="fields">The field selector; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(
        ApiResource kind, string? ns, string? labels, string? fields, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        string? token = null;
        do
        {
            var query = new ListQuery { Limit = PageSize, Continue = token, LabelSelector = labels, FieldSelector = fields };
            using var page = await client.ListPageAsync(kind, ns, query, cancellationToken);
            foreach (var item in page.Items)
            {
                found.Add(Parse(item.ToObject().Json.Span));
            }

            token = page.Continue;
        }
        while (token is not null);

        return found;
    }

    /// <summary>Creates a Job, or finds that it is there.</summary>
    /// <exception cref="KubernetesApiException">The cluster refuses it.</exception>
    public Task CreateJobAsync(JsonObject job, string ns, CancellationToken cancellationToken) =>
        CreateAsync(ClusterKinds.Jobs, ns, job, cancellationToken);

    /// <summary>Creates what has a name of its run and claim, or finds that it is there.</summary>
    /// <exception cref="KubernetesApiException">The cluster refuses it.</exception>
    public async Task CreateAsync(ApiResource kind, string? ns, JsonObject obj, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(kind, ns, Encoding.UTF8.GetBytes(obj.ToJsonString()), Write, cancellationToken);
        }
        catch (KubernetesApiException taken) when (taken.IsAlreadyExists)
        {
            // Its name follows from run and claim: it is ours, made by an attempt whose answer was lost.
        }
    }

    /// <summary>Says on a claim which restore writes its data: no other may, later.</summary>
    public async Task NoteFilledAsync(ClaimMove move, CancellationToken cancellationToken)
    {
        var note = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject { [MoverLabels.FilledBy] = move.Run.Uid.ToString("D") },
            },
        };
        await MergeAsync(ClusterKinds.Claims, move.Planned.Claim.Namespace, move.Planned.Claim.Name, note, cancellationToken);
    }

    public Task MergeAsync(ApiResource kind, string? ns, string name, JsonObject patch, CancellationToken cancellationToken) =>
        client.PatchAsync(
            kind, ns, name, PatchType.MergePatch, Encoding.UTF8.GetBytes(patch.ToJsonString()), Write, cancellationToken);

    /// <summary>How far a mover is. Events are asked for only where nothing runs.</summary>
    public async Task<MoverSight> LookAsync(ClaimMove move, CancellationToken cancellationToken)
    {
        var ns = move.Mounted.Namespace;
        if (await FindAsync(ClusterKinds.Jobs, ns, move.Job, cancellationToken) is not { } job)
        {
            return MoverRadar.Look(null, [], []);
        }

        var pods = await PodsOfAsync(move, cancellationToken);
        var sight = MoverRadar.Look(job, pods, []);
        return sight.Phase is MoverPhase.Starting
            ? MoverRadar.Look(job, pods, await EventsAsync(ns, sight.Pod ?? move.Job, cancellationToken))
            : sight;
    }

    public Task<IReadOnlyList<JsonObject>> PodsOfAsync(ClaimMove move, CancellationToken cancellationToken) =>
        ListAsync(ClusterKinds.Pods, move.Mounted.Namespace, $"job-name={move.Job}", null, cancellationToken);

    /// <summary>Removes a Job; its pods follow. One that is not there need not be removed.</summary>
    public async Task DeleteJobAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { Propagation = PropagationPolicy.Background };
        await DeleteAsync(ClusterKinds.Jobs, ns, name, options, cancellationToken);
    }

    /// <summary>Removes an object; one that is not there need not be removed.</summary>
    public Task DeleteAsync(ApiResource kind, string? ns, string name, CancellationToken cancellationToken) =>
        DeleteAsync(kind, ns, name, new(), cancellationToken);

    public Task DeletePodAsync(string ns, string name, CancellationToken cancellationToken) =>
        DeleteAsync(ClusterKinds.Pods, ns, name, new(), cancellationToken);

    /// <summary>All Jobs of ours that a selector takes; none where that may not be asked of the whole cluster.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListJobsAsync(string labels, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(ClusterKinds.Jobs, null, labels, null, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return [];
        }
    }

    /// <summary>Who may not read events does without: a Job that does not start then says less.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(ClusterKinds.Events, ns, null, $"involvedObject.name={name}", cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return [];
        }
    }

    private async Task DeleteAsync(
        ApiResource kind, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(kind, ns, name, options, cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            // That is what was wanted.
        }
    }

    private static JsonObject Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json)!.AsObject();
}
