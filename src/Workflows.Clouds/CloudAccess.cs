using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Clouds.Aws;
using Workflows.Clouds.Azure;
using Workflows.Clouds.Google;
using Workflows.Clouds.Http;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Kubernetes;

namespace Workflows.Clouds;

/// <summary>
/// Opens what references name, wherever it is kept: clusters by kubeconfig files or by clouds, keys in files or in
/// vaults. With the identity of this process; what it gets is kept here alone. Safe for concurrent use.
/// </summary>
public sealed class CloudAccess
{
    private readonly KeyVault vault;
    private readonly AksAccess aks;
    private readonly EksAccess eks;
    private readonly GkeAccess gke;

    public CloudAccess(CloudEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var http = new CloudHttp(environment.Network, environment.Time);
        var local = new CloudHttp(environment.Machine, environment.Time);
        var azure = new AzureTokens(environment);
        vault = new KeyVault(environment, http, azure);
        aks = new AksAccess(environment, http, azure);
        eks = new EksAccess(environment, http, local);
        gke = new GkeAccess(environment, http, new GoogleTokens(environment, http, local));
    }

    /// <summary>This machine's: one for the process, as tokens are kept in it.</summary>
    public static CloudAccess Machine { get; } = new(new CloudEnvironment());

    /// <summary>
    /// How to reach a cluster. Files are read at once; what a cloud knows is asked for with the first request, whose
    /// errors then tell what was refused (<see cref="CloudException"/>).
    /// </summary>
    /// <exception cref="KubeconfigException">A file can't be used.</exception>
    public ClusterConnection Connect(ClusterReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Cloud switch
        {
            null => ClusterConnection.Load(reference),
            AksCluster cluster => Finding(cluster.ResourceId[(cluster.ResourceId.LastIndexOf('/') + 1)..], (name, ct) => aks.FindAsync(name, cluster, ct)),
            EksCluster cluster => Finding(cluster.Name, (name, ct) => eks.FindAsync(name, cluster, ct)),
            GkeCluster cluster => Finding(cluster.Name, (name, ct) => gke.FindAsync(name, cluster, ct)),
            KubeconfigSecret secret => Finding(secret.Secret, (name, ct) => vault.FindAsync(name, secret, reference.Context, ct)),
            var other => throw new CloudException(ErrorKind.Usage, $"Clusters of the kind {other.GetType().Name} are not known here."),
        };

        ClusterConnection Finding(string name, Func<string, CancellationToken, Task<ClusterConnection>> find)
        {
            var title = reference.Name ?? name;
            return ClusterConnection.Finding(title, ct => find(title, ct));
        }
    }

    /// <summary>A user's key. A file is read; a vault is not asked before something is wrapped or unwrapped.</summary>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">The file can't be used, or holds another key.</exception>
    /// <exception cref="CloudException">The reference is to no key.</exception>
    public IKeyEncryption OpenKey(KeyReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.File is not null)
            return KeyFile.Read(reference);
        return VaultAddress.TryParse(reference.KeyId, out var address)
            ? new VaultKey(vault, address)
            : throw new CloudException(ErrorKind.Usage, $"'{reference.KeyId}' names no key. {VaultAddress.KeyExpected}");
    }
}
