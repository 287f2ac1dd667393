using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Core.Volumes.Seeing;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Activities.Volumes;

/// <summary>
/// Looks at a mover once: how far it is, and what it needs. One that waits is handed its job; the grant and the intent of
/// one at work are renewed before they end; what one that has ended left is read.
/// </summary>
public sealed class AttendMoverActivity : Activity<AttendInput, MoverReport>
{
    private readonly ActivityServices services;
    private readonly Func<ClusterClient, IMoverPods> podsOf;

    public AttendMoverActivity(ActivityServices services)
        : this(services, client => new ClusterMoverPods(client))
    {
    }

    internal AttendMoverActivity(ActivityServices services, Func<ClusterClient, IMoverPods> podsOf)
    {
        this.services = services;
        this.podsOf = podsOf;
    }

    /// <inheritdoc/>
    public override async Task<MoverReport> RunAsync(
        ActivityContext context, AttendInput input, CancellationToken cancellationToken)
    {
        var client = services.Clusters.Get(input.Move.Run.Cluster);
        var cluster = new MoverCluster(client);
        var sight = await cluster.LookAsync(input.Move, cancellationToken);
        return sight.Phase switch
        {
            MoverPhase.Running when !LastWords.IsFinal(sight) => await TendAsync(input, client, sight.Pod!, cancellationToken),
            MoverPhase.Succeeded => LastWords.OfSuccess(sight, input),
            MoverPhase.Starting or MoverPhase.Blocked when input.Move.ReadsClone => await OfCloneAsync(cluster, sight, input, cancellationToken),
            _ => LastWords.OfOthers(sight, input),
        };
    }

    /// <summary>A pod may go, or end, between two questions: the next look sees what became of it, and of the Job.</summary>
    private async Task<MoverReport> TendAsync(
        AttendInput input, ClusterClient client, string pod, CancellationToken cancellationToken)
    {
        try
        {
            return await new MoverCare(services, input, podsOf(client)).TendAsync(pod, cancellationToken);
        }
        catch (KubernetesApiException ended) when (ended.IsNotFound || ended.HttpStatus == 400)
        {
            return LastWords.Report(MoverPhase.Starting, $"Its pod could not be spoken with: {ended.ServerMessage}", input);
        }
    }

    /// <summary>What keeps its pod from starting may be that nobody makes a volume of the snapshot.</summary>
    private static async Task<MoverReport> OfCloneAsync(
        MoverCluster cluster, MoverSight sight, AttendInput input, CancellationToken cancellationToken)
    {
        var report = LastWords.OfOthers(sight, input);
        return await FilledClaim.ComplaintAsync(cluster, input.Move.Mounted, cancellationToken) is { } complaint
            ? report with { Reason = LastWords.Cut($"{report.Reason} Of the claim that is made of its snapshot: {complaint}".TrimStart()) }
            : report;
    }
}
