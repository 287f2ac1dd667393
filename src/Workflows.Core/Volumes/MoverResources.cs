namespace Workflows.Core.Volumes;

/// <summary>A mover container's requests and limits, as Kubernetes writes quantities.</summary>
public sealed record MoverResources
{
    public string CpuRequest { get; init; } = "100m";

    public string CpuLimit { get; init; } = "2";

    public string MemoryRequest { get; init; } = "256Mi";

    public string MemoryLimit { get; init; } = "1Gi";
}
