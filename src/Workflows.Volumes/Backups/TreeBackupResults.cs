using System.Text.Json;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Backups;

/// <summary>The results of attempts in a store: the one half writes one, the other reads it.</summary>
internal static class TreeBackupResults
{
    /// <param name="store">The store that has the volume's data.</param>
    /// <param name="result">The result.</param>
    /// <param name="key">What it is sealed with; null for a result in the clear.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task WriteAsync(
        IArchiveStore store, TreeBackupResult result, AttemptKey? key, CancellationToken cancellationToken)
    {
        var path = new VolumeLayout(result.Volume).Result(result.Attempt);
        var content = DigestedJson.Close(JsonSerializer.Serialize(result, ArchiveJson.Manifest));
        return store.WriteAsync(path, key?.Seal(path, content) ?? content, WriteCondition.IfAbsent, cancellationToken);
    }

    /// <exception cref="WorkflowsException">There is none: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">It is not what was written.</exception>
    public static async Task<TreeBackupResult> ReadAsync(
        IArchiveStore store, string name, string volume, string attempt, AttemptKey? key, CancellationToken cancellationToken)
    {
        var path = new VolumeLayout(volume).Result(attempt);
        try
        {
            var content = await SmallBlobs.ReadAsync(store, path, VolumeCatalog.MaxBytes, cancellationToken);
            content = key?.Open(path, content) ?? content;
            return DigestedJson.Fault(content) is { } fault
                ? throw new VolumeDamagedException(name, path, fault)
                : Require(JsonSerializer.Deserialize<TreeBackupResult>(content, ArchiveJson.Manifest), name, volume, attempt);
        }
        catch (BlobNotFoundException missing)
        {
            throw new WorkflowsException(
                ErrorKind.NotFound,
                $"The attempt {attempt} of the volume backup \"{name}\" has not ended, or was swept: there is no {path} in {store.Location}.",
                missing);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidDataException)
        {
            throw new VolumeDamagedException(name, path, $"it is no result: {malformed.Message}", malformed);
        }
    }

    private static TreeBackupResult Require(TreeBackupResult? result, string name, string volume, string attempt) => result switch
    {
        { Format: > TreeBackupResult.CurrentFormat } => throw new WorkflowsException(
            ErrorKind.Failed,
            $"The volume backup \"{name}\" has format {result.Format}; this program reads up to {TreeBackupResult.CurrentFormat}."),
        not null when result.Name == name && result.Volume == volume && result.Attempt == attempt => result,
        _ => throw new VolumeDamagedException(name, new VolumeLayout(volume).Result(attempt), "it is the result of another attempt"),
    };
}
