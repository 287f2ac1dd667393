namespace Workflows.Kubernetes.Transport;

/// <summary>What requests accept and send (Kubernetes documentation, "Kubernetes API Concepts").</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>What streams ask for: kubelets answer 406 to anything narrower.</summary>
    public const string Any = "*/*";

    public const string MetadataList =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    public const string Metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    public const string Discovery =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public static string Of(PatchType type) => type switch
    {
        PatchType.JsonPatch => "application/json-patch+json",
        PatchType.MergePatch => "application/merge-patch+json",
        PatchType.StrategicMergePatch => "application/strategic-merge-patch+json",
        PatchType.ServerSideApply => "application/apply-patch+yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
