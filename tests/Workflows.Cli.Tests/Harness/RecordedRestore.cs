using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Resources;
using Workflows.Core.Restores;

namespace Workflows.Cli.Tests.Harness;

/// <summary>The record of a restore that never was: one object, which failed.</summary>
internal static class RecordedRestore
{
    /// <param name="cli">Whose store.</param>
    /// <param name="name">The restore's name.</param>
    /// <param name="key">The name of the key's file if it is one from an encrypted backup.</param>
    public static async Task<RestoreOverview> CreateAsync(CliHarness cli, string name, string? key = null)
    {
        var store = ArchiveStores.Open(cli.StorePath);
        var uid = Guid.NewGuid();
        var recorder = await RestoreRecorder.BeginAsync(
            store, name, "plan", uid, key is null ? null : KeyFile.Read(Path.Combine(cli.WorkPath, key), allowShared: false));
        var failed = new ObjectOutcome(new(new GroupResource("secrets", ""), "shop", "planted-object"), RestoreOutcome.Failed, "No.");
        return await recorder.RecordAsync(new[] { failed }.ToAsyncEnumerable(), () => new()
        {
            Name = name,
            Backup = "nightly",
            BackupUid = uid,
            Phase = RestorePhase.PartiallyFailed,
            StartedAt = DateTimeOffset.UnixEpoch,
            CompletedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
            Context = "green",
            ServerVersion = "v1.36.0",
            Spec = new() { Name = name, Backup = "nightly", Cluster = new ClusterReference([], null), Store = cli.StorePath },
            Counts = OutcomeCounts.None with { Failed = 1 },
            Compared = 1,
            Different = 0,
            Problems = [],
        });
    }
}
