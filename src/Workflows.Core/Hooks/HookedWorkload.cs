using Workflows.Core.Resources;

namespace Workflows.Core.Hooks;

/// <summary>A workload, by which the pods of hooks are chosen.</summary>
/// <param name="Kind">Its kind: <c>StatefulSet</c>, <c>Deployment</c>, …</param>
/// <param name="Name">Its name.</param>
public sealed record HookedWorkload(string Kind, string Name)
{
    /// <summary>The label that a Deployment's ReplicaSets and pods have, whose value is in their names.</summary>
    private const string TemplateHash = "pod-template-hash";

    /// <summary>Whether it made a pod.</summary>
    /// <param name="controller">The pod's controller; null for none.</param>
    /// <param name="labels">The pod's labels.</param>
    public bool Makes(ControllerOwner? controller, IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return controller is not null && (
            (controller.Kind == Kind && controller.Name == Name)
            || (Kind == "Deployment" && controller.Kind == "ReplicaSet"
                && labels.TryGetValue(TemplateHash, out var hash) && controller.Name == $"{Name}-{hash}"));
    }
}
