using System.Text.Json;
using Workflows.Archive.Committing;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Writing;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Support;

/// <summary>Makes backups the way the activities do, with everything given that a clock or chance would give.</summary>
public static class TestBackup
{
    public static readonly DateTimeOffset Started = new(2026, 5, 20, 3, 0, 0, TimeSpan.Zero);

    public static readonly Guid Uid = new("11111111-2222-3333-4444-555555555555");

    public static ReservationOwner Owner(Guid? uid = null, string instance = "backup-nightly") =>
        new(instance, "host-a", Started, uid ?? Uid);

    public static ArchiveManifestDraft Draft(string name, Guid? uid = null) => new()
    {
        BackupUid = uid ?? Uid,
        Name = name,
        StartedAt = Started,
        CompletedAt = Started.AddMinutes(2),
        Ttl = TimeSpan.FromHours(720),
        EntryTime = Started,
        Source = new SourceCluster("v1.36.0", "12345") { ClusterUid = "c1" },
        Selection = JsonElement.Parse("""{"includedNamespaces":["*"]}"""),
    };

    public static async Task<PartSegment> StageAsync(
        IArchiveStore store, string name, int part, IEnumerable<TestObject> objects, Guid? attempt = null, int blockBytes = 4 * 1024 * 1024, BackupKey? key = null)
    {
        var options = new SegmentWriterOptions { EntryTime = Started, BlockBytes = blockBytes, Key = key };
        await using var writer = new SegmentWriter(store, name, part, attempt ?? Attempt(part), options);
        foreach (var o in objects)
            await writer.AddAsync(o.Archived, o.Json);
        return await writer.CompleteAsync();
    }

    public static Guid Attempt(int part) => new($"{part:x8}-0000-0000-0102-030405060708");

    /// <summary>Reserves, stages each list of objects as a part, and commits.</summary>
    public static async Task<ArchiveManifest> CreateAsync(
        IArchiveStore store, string name, params IReadOnlyList<TestObject>[] parts) =>
        await CreateAsync(store, wrapping: null, name, parts);

    /// <summary>The same, encrypted where a key is given.</summary>
    public static async Task<ArchiveManifest> CreateAsync(
        IArchiveStore store, IKeyEncryption? wrapping, string name, params IReadOnlyList<TestObject>[] parts)
    {
        await BackupReservation.AcquireAsync(store, name, Owner());
        var key = wrapping is null ? null : await KeyEnvelopes.CreateAsync(store, name, Uid, wrapping);
        var segments = new List<PartSegment>();
        for (var part = 0; part < parts.Length; part++)
            segments.Add(await StageAsync(store, name, part, parts[part], key: key));
        var manifest = await ArchiveCommit.CommitAsync(store, key, Draft(name), segments, ["time=\"…\" level=info msg=\"done\""]);
        await StagingArea.ForBackup(store, name).ClearAsync();
        return manifest;
    }
}
