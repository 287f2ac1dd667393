namespace Workflows.Core.Restores.Rules;

/// <summary>The annotations by which the volume controller notes a finished binding.</summary>
internal static class VolumeBinding
{
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";
    public const string BoundByController = "pv.kubernetes.io/bound-by-controller";
}
