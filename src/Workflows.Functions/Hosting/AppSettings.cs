using Workflows.Api.Stores;
using Workflows.Core.Keys;
using Workflows.Core.Volumes;

namespace Workflows.Functions.Hosting;

/// <summary>What the app was told by its app settings: what <c>workflows serve</c> is told by its options.</summary>
public sealed record AppSettings
{
    /// <summary>The store's address, in its one spelling.</summary>
    public required string Store { get; init; }

    /// <summary>What tells this app's runs from others' that work on the same store; the same on all its machines.</summary>
    public required string Host { get; init; }

    /// <summary>The kubeconfig file; null for what <c>KUBECONFIG</c> names, or the pod that this runs in.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The kubeconfig's context; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The file of the key that backups are encrypted with; null where there is none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The key in Azure Key Vault that backups are encrypted with, in place of a file; null where there is none.</summary>
    public VaultAddress? KeyVault { get; init; }

    /// <summary>Where others are told what happened, and the file of the token for that; null where nobody is told.</summary>
    public (string Address, string? TokenFile)? Events { get; init; }

    /// <summary>Whether others may be able to read the key file, as on a share that knows no owners.</summary>
    public bool AllowSharedKeyFile { get; init; }

    /// <summary>How the data of claims is moved.</summary>
    public MoverSettings Mover { get; init; } = new();

    /// <summary>How long ended instances can be asked about.</summary>
    public TimeSpan KeepInstances { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The key that backups are encrypted with, read anew from its file; null where there is none.</summary>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">It can't be used.</exception>
    public GivenKey? FindKey()
    {
        // For all: backups without a key are read all the same.
        if (KeyFile is not { } path)
        {
            return KeyVault is null ? null : GivenKey.Of(KeyReference.InVault(KeyVault))! with { IsForAll = true };
        }

        var key = Archive.Encryption.KeyFiles.KeyFile.Read(path, AllowSharedKeyFile);
        return new(key, new KeyReference(path, key.KeyId) { AllowShared = AllowSharedKeyFile }) { IsForAll = true };
    }
}
