using Workflows.Core.Hooks;
using Workflows.Core.Selection;

namespace Workflows.Core.Applications;

/// <summary>
/// A component of an application, as in Backup for GKE's ProtectedApplication: which of its pods' claims a backup reads,
/// and which get the data of others.
/// </summary>
/// <param name="Name">What reports call it: the application and the component.</param>
/// <param name="Pods">The pods of the application: a namespace and labels.</param>
/// <param name="Workloads">Those of the component are made by these.</param>
public sealed record ProtectedComponent(string Name, ObjectSelection Pods, IReadOnlyList<HookedWorkload> Workloads)
{
    /// <summary>A selector of claims by their labels: others are not read, and come back empty. Null for all.</summary>
    public string? VolumeSelector { get; init; }

    /// <summary>
    /// The workload one of whose pods stands for all of the component: the claims of the others are not read, and get the
    /// data of its claims. Null where each keeps its own.
    /// </summary>
    public HookedWorkload? Source { get; init; }

    /// <summary>Which of the pods of <see cref="Source"/> that is.</summary>
    public PodPick Pick { get; init; }
}
