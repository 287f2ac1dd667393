using Azure.Core;
using Azure.Identity;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>The identity that this process has in a cloud.</summary>
public static class ProcessIdentity
{
    private static readonly Lazy<TokenCredential> Found = new(() => new DefaultAzureCredential());

    /// <summary>
    /// In Azure: the identity of the environment, the workload, the machine, or whoever is signed in with <c>az login</c>. One for
    /// the process: each would ask for tokens of its own, and <c>az</c> takes a second.
    /// </summary>
    public static TokenCredential Azure => Found.Value;
}
