using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Encryption;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Resources;
using Workflows.Core.Restores;

namespace Workflows.Archive.Tests.Support;

/// <summary>Records of restores that never were.</summary>
public static class TestRestore
{
    /// <summary>The claim of a run, begun some minutes after the first; another number of minutes is another run.</summary>
    public static RestoreClaim Claim(string run, int minutes = 0, string backup = "nightly") => new(
        run,
        backup,
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{run} {minutes}")).AsSpan(0, 16)),
        DateTimeOffset.UnixEpoch.AddMinutes(minutes));

    /// <summary>Records one, with all that an ended restore leaves in a store.</summary>
    public static async Task<RestoreOverview> RecordAsync(
        IArchiveStore store, string name, IKeyEncryption? key = null, string backup = "nightly")
    {
        var recorder = await RestoreRecorder.BeginAsync(store, name, "plan", TestBackup.Uid, key);
        var created = new ObjectOutcome(new(new GroupResource("secrets", ""), "shop", "web"), RestoreOutcome.Created, null);
        var overview = await recorder.RecordAsync(new[] { created }.ToAsyncEnumerable(), () => new()
        {
            Name = name,
            Backup = backup,
            BackupUid = TestBackup.Uid,
            Phase = RestorePhase.Completed,
            StartedAt = DateTimeOffset.UnixEpoch,
            CompletedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
            Context = "green",
            ServerVersion = "v1.36.0",
            Spec = new() { Name = name, Backup = backup, Cluster = new ClusterReference([], null), Store = store.Location.ToString() },
            Counts = OutcomeCounts.None with { Created = 1 },
            Compared = 1,
            Different = 0,
            Problems = [],
        });
        await VeleroRestore.PublishAsync(store, overview);
        return overview;
    }
}
