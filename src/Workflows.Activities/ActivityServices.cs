using System.Security.Cryptography;
using Workflows.Activities.Clusters;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Plans;
using Workflows.Archive.Encryption;
using Workflows.Clouds;
using Workflows.Durable;

namespace Workflows.Activities;

/// <summary>
/// What activities are given by their host: clusters and stores by reference, the clock, and names for attempts.
/// One per process; connections are shared by all activities.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="clouds">Opens clusters and keys, wherever they are; null as this machine can.</param>
public sealed class ActivityServices(TimeProvider time, CloudAccess? clouds = null) : IDisposable
{
    /// <summary>
    /// How long an activity works before it hands back and is called again: a Consumption plan allows 5 minutes,
    /// the budget is 4, and a page or a block may take its time.
    /// </summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// After how long an attempt writes to no cluster any more, by the clock on the wall: longer than any host lets one
    /// work (Azure Functions' Consumption plan ends it after 10 minutes at most).
    /// </summary>
    public TimeSpan AttemptLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a hook may take: it can't be handed back half done, so that the host must let an activity work as long.
    /// </summary>
    public TimeSpan LongestHook { get; init; } = SpecLimits.UsualHook;

    public TimeProvider Time { get; } = time;

    /// <summary>
    /// What tells this host's runs from another's that work on the same store under the same names: the machine, or
    /// the task hub.
    /// </summary>
    public string Host { get; init; } = Environment.MachineName;

    public ClusterClients Clusters { get; } = new((clouds ?? CloudAccess.Machine).Connect, time);

    public OpenStores Stores { get; init; } = new();

    /// <summary>The keys that specifications refer to.</summary>
    public KeyRing Keys { get; } = new((clouds ?? CloudAccess.Machine).OpenKey);

    /// <summary>Where events are sent to; null where nobody is told. Its owner disposes it.</summary>
    public EventEndpoint? Events { get; init; }

    /// <summary>
    /// A name for one attempt of an activity. It must not be the same at a retry: whatever an attempt writes carries
    /// it, and only what the orchestration accepted counts.
    /// </summary>
    public static string NewAttempt() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>Who holds a name in a store: the run, on its host.</summary>
    public string OwnerOf(ActivityContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return OwnerOf(context.InstanceId, Host);
    }

    /// <summary>The same of a run that is not at work.</summary>
    public static string OwnerOf(string instanceId, string host) => $"{instanceId}@{host}";

    public void Dispose() => Clusters.Dispose();
}
