using System.Text.Json.Nodes;
using System.Text.Json;
using Workflows.Activities.Clusters;
using Workflows.Core.Comparison;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Restores;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Applying;

/// <summary>
/// Brings one object into the cluster: create it; if it is there already, see whose it is, whether it is as archived,
/// and what the restore was told to do then. May be repeated at any point: what an earlier attempt of this restore did
/// to an object is known by its label (<see cref="RestoreOrigins"/>).
/// </summary>
internal sealed class ObjectRestorer(ClusterClient client, RestoreSpec spec, TimeProvider time)
{
    /// <summary>How often an update starts over because somebody else changed the object meanwhile.</summary>
    private const int MaxUpdateAttempts = 4;

    /// <summary>Together about eight seconds of waiting.</summary>
    private const int MaxCreateAttempts = 5;

    private static readonly TimeSpan FirstCreateWait = TimeSpan.FromMilliseconds(500);

    private static readonly WriteOptions Creating = new() { FieldManager = RestoreOrigins.CreateManager };

    private static readonly WriteOptions Updating = new() { FieldManager = RestoreOrigins.UpdateManager };

    public async Task<ObjectOutcome> RestoreAsync(RestoredObject restored, CancellationToken cancellationToken)
    {
        if (restored.Body is null)
        {
            return restored.Outcome(RestoreOutcome.Skipped, restored.SkipReason);
        }

        try
        {
            return await CreateAsync(restored, restored.Body, cancellationToken);
        }
        catch (KubernetesException failed)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            return restored.Outcome(RestoreOutcome.Failed, failed.Message);
        }
    }

    /// <summary>
    /// Creates, and creates again where an answer leaves open what became of the request. That a server refuses for
    /// a moment is usual in a restore: a new namespace takes no pod before its service account has a token.
    /// </summary>
    private async Task<ObjectOutcome> CreateAsync(
        RestoredObject restored, JsonObject body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.CreateAsync(
                    restored.Resource, restored.Key.Namespace, Bytes(body), Creating, cancellationToken);
                return restored.Outcome(RestoreOutcome.Created);
            }
            catch (KubernetesApiException exists) when (exists.IsAlreadyExists)
            {
                var live = await FindAsync(restored, cancellationToken);
                return await MeetExistingAsync(restored, body, live, cancellationToken);
            }
            catch (KubernetesApiException refused) when (refused.IsInvalid || refused.IsForbidden)
            {
                // A server may look at node ports, quotas and webhooks before it looks whether the name is taken.
                if (await FindIfAllowedAsync(restored, cancellationToken) is not { } live)
                {
                    throw;
                }

                return await MeetExistingAsync(restored, body, live, cancellationToken);
            }
            catch (KubernetesException unknown) when (unknown.OutcomeUnknown)
            {
                if (await FindIfAllowedAsync(restored, cancellationToken) is { } live)
                {
                    return await MeetExistingAsync(restored, body, live, cancellationToken);
                }

                if (attempt == MaxCreateAttempts)
                {
                    throw;
                }

                await Task.Delay(FirstCreateWait * Math.Pow(2, attempt - 1), time, cancellationToken);
            }
        }
    }

    private async Task<ObjectOutcome> MeetExistingAsync(
        RestoredObject restored, JsonObject body, JsonObject? live, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (live is null)
            {
                return restored.Outcome(
                    RestoreOutcome.Failed, "It was there when it was to be created, and gone when it was looked at.");
            }

            try
            {
                return await JudgeAsync(restored, body, live, cancellationToken);
            }
            catch (KubernetesApiException changed) when (changed.IsConflict && attempt < MaxUpdateAttempts)
            {
                // Somebody wrote between our read and our write: read again.
                live = await FindAsync(restored, cancellationToken);
            }
        }
    }

    /// <summary>
    /// An object that this restore created is left alone whatever became of it since, as it would be had the restore
    /// not been interrupted.
    /// </summary>
    private async Task<ObjectOutcome> JudgeAsync(
        RestoredObject restored, JsonObject body, JsonObject live, CancellationToken cancellationToken)
    {
        var origin = RestoreOrigins.Of(body, live);
        if (origin is RestoreOrigin.Created)
        {
            return restored.Outcome(RestoreOutcome.Created);
        }

        var differences = restored.Compare(live);
        var isDone = differences.Count == 0 || spec.Conflict == ConflictMode.Skip;
        if (origin is RestoreOrigin.Updated && isDone)
        {
            return restored.Outcome(RestoreOutcome.Updated);
        }

        return differences.Count == 0
            ? restored.Outcome(RestoreOutcome.Unchanged)
            : await ResolveAsync(restored, body, live, differences, cancellationToken);
    }

    /// <summary>
    /// What is there differs. Service accounts are brought together even where nothing is to be updated, as Velero
    /// does: each namespace is born with its default one, and what the archived one has would be lost otherwise.
    /// </summary>
    private Task<ObjectOutcome> ResolveAsync(
        RestoredObject restored,
        JsonObject body,
        JsonObject live,
        IReadOnlyList<FieldDifference> differences,
        CancellationToken cancellationToken)
    {
        if (spec.Conflict == ConflictMode.Update)
        {
            return UpdateAsync(restored, live, cancellationToken);
        }

        return restored.Key.Resource == KnownResources.ServiceAccounts
            ? MergeServiceAccountAsync(restored, body, live, cancellationToken)
            : Task.FromResult(restored.Outcome(
                RestoreOutcome.Skipped, $"It exists and differs in {FieldList.Of(differences)}.") with { KeptAsItWas = true });
    }

    private async Task<ObjectOutcome> UpdateAsync(
        RestoredObject restored, JsonObject live, CancellationToken cancellationToken)
    {
        var update = restored.UpdateOf(live);
        await client.ReplaceAsync(
            restored.Resource, restored.Key.Namespace, restored.Key.Name, Bytes(update), Updating, cancellationToken);
        return restored.Outcome(RestoreOutcome.Updated);
    }

    private async Task<ObjectOutcome> MergeServiceAccountAsync(
        RestoredObject restored, JsonObject body, JsonObject live, CancellationToken cancellationToken)
    {
        if (ServiceAccountMerge.PatchFor(live, body) is not { } patch)
        {
            return restored.Outcome(RestoreOutcome.Unchanged);
        }

        await client.PatchAsync(
            restored.Resource,
            restored.Key.Namespace,
            restored.Key.Name,
            PatchType.MergePatch,
            Bytes(patch),
            Updating,
            cancellationToken);
        return restored.Outcome(RestoreOutcome.Updated);
    }

    /// <summary>The object, as far as we may see: not to be allowed to look is not to see it.</summary>
    private async Task<JsonObject?> FindIfAllowedAsync(RestoredObject restored, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(restored, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return null;
        }
    }

    private async Task<JsonObject?> FindAsync(RestoredObject restored, CancellationToken cancellationToken)
    {
        var found = await client.FindAsync(
            restored.Resource, restored.Key.Namespace, restored.Key.Name, cancellationToken);
        return found is null ? null : restored.ParseLive(found.Value);
    }

    private static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
