using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Snapshots.Groups;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Kubernetes;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>
/// Removes the snapshots of a backup in the cluster that took them: by the contents that it left there, and where somebody
/// removed one, by a content that is made for that. The driver deletes the snapshot before a content is gone.
/// </summary>
public sealed class SnapshotRemover(ActivityServices services)
{
    /// <summary>How long drivers may take, all snapshots together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    /// <summary>May be repeated until it succeeds.</summary>
    /// <param name="reference">The cluster.</param>
    /// <param name="removal">What to remove.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many are gone now, as far as this cluster can tell.</returns>
    /// <exception cref="WorkflowsException">
    /// The cluster does not answer, refuses, is another one, or its drivers don't come to an end.
    /// </exception>
    public async Task<int> RunAsync(ClusterReference reference, SnapshotRemoval removal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removal);
        var client = services.Clusters.Get(reference);
        await RequireSameAsync(client, removal, cancellationToken);
        var cluster = new SnapshotCluster(new(client));
        var labels = SnapshotLabels.SelectRun(removal.BackupUid);
        foreach (var snapshot in await cluster.ListSnapshotsAsync(labels, cancellationToken))
        {
            // A backup's run removes it, and its content waits for that; where it could not, it is in the way now.
            await cluster.DeleteSnapshotAsync(snapshot, cancellationToken);
        }

        var pending = (await cluster.Objects.ListAsync(SnapshotKinds.Contents, null, labels, null, cancellationToken))
            .Select(SnapshotCluster.NameOf)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var snapshot in removal.Known.Where(known => known.Content is null || !pending.Contains(known.Content)).ToArray())
        {
            pending.Add(await FindOrMakeAsync(cluster, snapshot, cancellationToken));
        }

        var groups = await GroupCluster.FindAsync(cluster, cancellationToken) is { } served ? new GroupRemover(served) : null;
        var count = pending.Count;
        var deadline = services.Time.GetUtcNow() + Patience;
        while (true)
        {
            // A group's snapshot goes as a whole; the contents of its members tell of it and are no more than that.
            var areGroupsGone = groups is null || await groups.RemoveAsync(removal.BackupUid, isKept: _ => false, cancellationToken);
            foreach (var name in pending.ToArray())
            {
                if (await IsGoneAsync(cluster, name, cancellationToken))
                {
                    pending.Remove(name);
                }
            }

            if (pending.Count == 0 && areGroupsGone)
            {
                return count;
            }

            if (services.Time.GetUtcNow() >= deadline)
            {
                throw new WorkflowsException(
                    ErrorKind.Unavailable,
                    $"The driver did not delete them within {Patience.TotalMinutes:0} minutes: "
                    + $"{(pending.Count == 0 ? "snapshots of groups" : string.Join(", ", pending))}. They are marked to be deleted, and go "
                    + "when it answers.");
            }

            await Task.Delay(Pause, services.Time, cancellationToken);
        }
    }

    /// <summary>The content of a snapshot that has lost its labels, or one that is made to remove it by.</summary>
    private static async Task<string> FindOrMakeAsync(
        SnapshotCluster cluster, ArchivedSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Content is { } name
            && await cluster.FindContentAsync(name, cancellationToken) is { } found
            && found["spec"]?["driver"]?.GetValue<string>() == snapshot.Driver
            && found["status"]?["snapshotHandle"]?.GetValue<string>() == snapshot.Handle)
        {
            return name;
        }

        var content = SnapshotObjects.Removal(snapshot);
        await cluster.Objects.CreateAsync(SnapshotKinds.Contents, null, content, cancellationToken);
        return SnapshotCluster.NameOf(content);
    }

    /// <summary>Asks for a content to be deleted with its snapshot, and looks whether it has been.</summary>
    private static async Task<bool> IsGoneAsync(SnapshotCluster cluster, string name, CancellationToken cancellationToken)
    {
        if (await cluster.FindContentAsync(name, cancellationToken) is not { } content)
        {
            return true;
        }

        // One that nobody has laid a hand on yet would be gone at once, and its snapshot would not.
        var isAdopted = content["metadata"]!["finalizers"] is JsonArray { Count: > 0 };
        if (isAdopted && content["metadata"]!["deletionTimestamp"] is null)
        {
            await cluster.DeleteWithSnapshotAsync(content, cancellationToken);
        }

        return false;
    }

    private static async Task RequireSameAsync(
        ClusterClient client, SnapshotRemoval removal, CancellationToken cancellationToken)
    {
        if (removal.ClusterUid is { } expected
            && await client.FindAsync(Namespaces, null, "kube-system", cancellationToken) is { } found
            && ObjectHead.Read(found.Json.Span).Uid is { } uid && uid != expected)
        {
            throw new WorkflowsException(
                ErrorKind.Usage,
                $"{client.Connection.ContextName} is another cluster than the one that they were taken in, whose uid is {expected}.");
        }
    }
}
