using Workflows.Api.Problems;
using Workflows.Api.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Api.Reading;

/// <summary>What a request names of the host's: its key, its clusters, its mover.</summary>
internal static class HostResources
{
    /// <summary>The host's key; null where it has none.</summary>
    /// <exception cref="ApiException">Another is asked for.</exception>
    public static GivenKey? KeyNamed(this ApiServices services, string? keyId) => services.FindKey() switch
    {
        { } key when keyId is null || key.Reference.KeyId == keyId => key,
        null when keyId is null => null,
        { } other => throw ApiException.Invalid("keyId", $"This service has another key: {other.Reference.KeyId}."),
        null => throw ApiException.Invalid("keyId", "This service has no key: it is started with --key-file or --key-vault."),
    };

    /// <exception cref="ApiException">There is no such context.</exception>
    public static ClusterReference LocateClusterOf(this ApiServices services, string? context)
    {
        try
        {
            return services.LocateCluster(context);
        }
        catch (WorkflowsException unknown) when (context is not null)
        {
            throw ApiException.Invalid("context", unknown.Message);
        }
    }

    /// <summary>How files of volumes are moved.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="field">The field that asks for it.</param>
    /// <param name="needsPods">Whether that takes pods.</param>
    /// <exception cref="ApiException">It takes pods, and the host has no image for them.</exception>
    public static MoverSettings RequireMover(this ApiServices services, string field, bool needsPods) =>
        needsPods && services.Mover.Image is null
            ? throw ApiException.Invalid(field, "This takes pods in the cluster, and the service has no image for them: it is started with --mover-image.")
            : services.Mover;
}
