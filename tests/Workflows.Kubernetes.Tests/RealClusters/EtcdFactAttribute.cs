namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>A test that acts on the etcd of a local control plane.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EtcdFactAttribute : FactAttribute
{
    public EtcdFactAttribute()
    {
        if (Etcd.EnvironmentFile is null)
            Skip = "Needs a local control plane and its etcd: run tests/run.sh, which starts one.";
    }
}
