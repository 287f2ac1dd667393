using System.Runtime.Versioning;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;

namespace Workflows.Volumes.Backups;

/// <summary>Backs up a directory tree of this machine: both halves of a backup in one process.</summary>
[SupportedOSPlatform("linux")]
public sealed class VolumeBackup
{
    private readonly IArchiveStore store;
    private readonly VolumeBackupRequest request;
    private readonly TimeProvider time;
    private readonly VolumeRuns runs;

    public VolumeBackup(IArchiveStore store, VolumeBackupRequest request, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        this.store = store;
        this.request = request;
        this.time = time;
        runs = new(store, store, time);
    }

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was stored so far is deleted again.</param>
    /// <exception cref="FileSystemException">The tree's root can't be read.</exception>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="Archive.Encryption.Errors.WrongKeyException">Earlier backups of the volume need another key.</exception>
    /// <exception cref="WorkflowsException">The name is taken.</exception>
    public async Task<VolumeRecord> RunAsync(IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        var attempt = await runs.BeginAsync(request.Name, request.Volume, cancellationToken);
        VolumeRecord record;
        var isCommitting = false;
        try
        {
            await using var renewal = new IntentRenewal(
                token => runs.RenewAsync(request.Name, request.Volume, attempt, token), time);
            var key = request.Key is null
                ? null
                : await VolumeKeys.CreateAsync(store, request.Volume, request.Key, cancellationToken);
            var stored = await StoreAsync(attempt, key, progress, cancellationToken);
            isCommitting = true;
            record = await runs.CommitAsync(stored, request.Source, key, cancellationToken);
        }
        catch (Exception failed)
        {
            await EndAsync(attempt, isCertain: !isCommitting || IsRefusal(failed));
            throw;
        }

        await EndAsync(attempt, isCertain: true);
        return record;
    }

    /// <summary>Whether there is certainly no backup, though it was to be written down; what it may need stays else.</summary>
    private static bool IsRefusal(Exception failed) =>
        failed is OperationCanceledException or VolumeDamagedException or WorkflowsException { Kind: ErrorKind.Conflict };

    private async Task<TreeBackupResult> StoreAsync(
        string attempt, VolumeKey? key, IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        await using var parent = await runs.FindParentAsync(request.Volume, folder: null, key, cancellationToken);
        var tree = new TreeBackupRequest(request.Name, request.Volume, attempt, request.Path)
        {
            Without = request.Without,
            Key = key?.ForAttempt(attempt),
            Parent = parent,
        };
        return await new TreeBackup(store, tree, time).RunAsync(progress, cancellationToken);
    }

    /// <summary>Frees what this backup, deleted and dead ones have left; whatever comes of that, what is done is done.</summary>
    private async Task EndAsync(string attempt, bool isCertain)
    {
        try
        {
            await (isCertain
                ? runs.EndAsync(request.Name, request.Volume, CancellationToken.None)
                : runs.ForgetAsync(request.Volume, attempt, CancellationToken.None));
        }
        catch (StoreException)
        {
            // What ended the backup is what is to be told. The intent gets old, and then the rest is swept.
        }
    }
}
