using Workflows.Core.Resources;

namespace Workflows.Activities.Hooks;

/// <summary>What a restore created that makes pods which have restore hooks.</summary>
/// <param name="Head">The workload.</param>
/// <param name="Pods">In how many of its pods hooks are to run.</param>
/// <param name="FirstOrdinal">The number of a StatefulSet's first pod.</param>
internal sealed record RestoredWorkload(ObjectHead Head, int Pods, int FirstOrdinal);
