using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Tests.Writing;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Archive.Tests.Reading;

public sealed class ArchiveReaderTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task Open_of_what_is_not_there_says_so()
    {
        var error = await Assert.ThrowsAsync<ArchiveNotFoundException>(() => ArchiveReader.OpenAsync(store, "nightly"));
        Assert.Equal(ErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task Index_says_what_each_object_is()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());
        var reader = await ArchiveReader.OpenAsync(store, "nightly");

        var pod = (await reader.ReadIndexAsync().SingleAsync(i => i.Entry.Kind == "Pod")).Entry;

        Assert.Equal(("pods", "shop", "frontend-1", "v1"), (pod.Resource, pod.Namespace, pod.Name, pod.ApiVersion));
        Assert.Equal(("uid-pods-shop-frontend-1", "42"), (pod.Uid, pod.ResourceVersion));
        Assert.Equal("guestbook", pod.Labels!["app"]);
        Assert.Equal(("apps/v1", "ReplicaSet", "frontend", "u1"), (pod.Controller!.ApiVersion, pod.Controller.Kind, pod.Controller.Name, pod.Controller.Uid));
        Assert.False(pod.IsBeingDeleted);
    }

    [Fact]
    public async Task Objects_come_in_the_order_asked_for()
    {
        await TestBackup.CreateAsync(store, "nightly", [.. SegmentWriterTests.Incompressible(120, 40_000)]);
        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var locations = (await reader.ReadIndexAsync().ToListAsync()).ConvertAll(i => i.Location);
        new Random(3).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(locations));

        var read = await reader.ReadObjectsAsync(locations).ToListAsync();

        Assert.Equal(locations, read.ConvertAll(r => r.Location));
        Assert.All(read, r => Assert.Equal(r.Location.Sha256, Convert.ToHexStringLower(SHA256.HashData(r.Json.Span))));
    }

    [Fact]
    public async Task One_object_costs_one_range_of_one_member()
    {
        await TestBackup.CreateAsync(store, "nightly", [.. SegmentWriterTests.Incompressible(200, 40_000)]);
        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var wanted = (await reader.ReadIndexAsync().ToListAsync())[77].Location;
        store.Reads.Clear();

        await reader.ReadObjectsAsync([wanted]).SingleAsync();

        var read = Assert.Single(store.Reads);
        Assert.Equal((ArchiveLayout.Tarball("nightly"), wanted.MemberOffset, (long)wanted.MemberLength), read);
        Assert.InRange(wanted.MemberPlainLength, ArchiveFormat.MemberTargetBytes, ArchiveFormat.MemberTargetBytes + 45_000);
    }

    [Fact]
    public async Task Neighbours_come_with_one_request_and_distant_objects_with_two()
    {
        await TestBackup.CreateAsync(store, "nightly", [.. SegmentWriterTests.Incompressible(200, 40_000)]);
        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var index = await reader.ReadIndexAsync().ToListAsync();
        store.Reads.Clear();

        await reader.ReadObjectsAsync([.. index.Take(60).Select(i => i.Location)]).CountAsync();
        Assert.Single(store.Reads);

        store.Reads.Clear();
        await reader.ReadObjectsAsync([index[0].Location, index[^1].Location]).CountAsync();
        Assert.Equal(2, store.Reads.Count);
    }

    [Fact]
    public async Task A_location_that_lies_is_damage_and_costs_no_memory()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());
        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var honest = (await reader.ReadIndexAsync().FirstAsync()).Location;
        ObjectLocation[] lies =
        [
            honest with { MemberOffset = -1 },
            honest with { MemberOffset = long.MaxValue },
            honest with { MemberLength = 0 },
            honest with { MemberLength = int.MaxValue },
            honest with { MemberPlainLength = int.MaxValue },
            honest with { MemberPlainLength = honest.MemberPlainLength + 512 },
            honest with { MemberPlainLength = honest.MemberPlainLength - 512 },
            honest with { MemberLength = honest.MemberLength - 1 },
            honest with { MemberLength = honest.MemberLength + 1 },
            honest with { MemberOffset = honest.MemberOffset + 1 },
            honest with { JsonOffset = -1 },
            honest with { JsonOffset = honest.MemberPlainLength },
            honest with { JsonLength = -1 },
            honest with { JsonLength = int.MaxValue },
            honest with { JsonLength = honest.JsonLength - 1 },
            honest with { Sha256 = new string('0', 64) },
        ];

        foreach (var lie in lies)
        {
            var error = await Assert.ThrowsAsync<ArchiveDamagedException>(async () => await reader.ReadObjectsAsync([lie]).ToListAsync());
            Assert.Equal(ErrorKind.Damaged, error.Kind);
        }
    }

    [Fact]
    public async Task A_newer_format_is_refused_by_its_number()
    {
        await RewriteManifestAsync(m => m with { FormatVersion = ArchiveFormat.MaxVersion + 1 });

        var error = await Assert.ThrowsAsync<ArchiveVersionException>(() => ArchiveReader.OpenAsync(store, "nightly"));
        Assert.Equal(ArchiveFormat.MaxVersion + 1, error.Version);
    }

    [Fact]
    public async Task An_encrypted_archive_is_refused_as_such()
    {
        await RewriteManifestAsync(m => m with { Encryption = System.Text.Json.JsonElement.Parse("""{"scheme":"frames-1"}""") });

        await Assert.ThrowsAsync<ArchiveEncryptedException>(() => ArchiveReader.OpenAsync(store, "nightly"));
    }

    public static TheoryData<string> DishonestManifests => [.. Dishonest.Keys];

    private static Dictionary<string, Func<ArchiveManifest, ArchiveManifest>> Dishonest { get; } = new(StringComparer.Ordinal)
    {
        ["another's name"] = m => m with { Name = "other" },
        ["another's archive"] = m => m with { Archive = m.Archive with { Path = "velero/backups/other/other.tar.gz" } },
        ["an archive outside"] = m => m with { Archive = m.Archive with { Path = "../../etc/passwd" } },
        ["another's index"] = m => m with { Index = m.Index with { Path = "catalog/indexes/other.jsonl.gz" } },
        ["a document outside"] = m => m with { Documents = [new StoredDocument("catalog/backups/other.json", 1, new string('0', 64))] },
        ["a document above"] = m => m with { Documents = [new StoredDocument("velero/backups/nightly/../x", 1, new string('0', 64))] },
        ["segments that overlap"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[0], m.Archive.Segments[0] with { Part = 9 }] } },
        ["a part that is there twice"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[0], m.Archive.Segments[1] with { Part = 0 }] } },
        ["segments swapped"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[1], m.Archive.Segments[0]] } },
        ["a segment too few"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[0]] } },
        ["a huge segment"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[0] with { Length = long.MaxValue }] } },
        ["a negative segment"] = m => m with { Archive = m.Archive with { Segments = [m.Archive.Segments[0] with { Length = -5 }, m.Archive.Segments[1]] } },
        ["objects without bytes"] = m => m with { Archive = m.Archive with { Segments = [.. m.Archive.Segments, new ArchiveSegment(9, "x", m.Archive.Trailer.Offset, 0, new string('0', 64), 0, 5, m.Index.Length, 0, new string('0', 64))] } },
        ["a hash that is none"] = m => m with { Index = m.Index with { Sha256 = "x" } },
        ["null in a list"] = m => m with { Archive = m.Archive with { Segments = [null!] } },
        ["another backup's volume"] = m => m with { Volumes = [Volume("other.0123456789ab", "claim-1")] },
        ["a volume by hand"] = m => m with { Volumes = [Volume("nightly.by-hand", "claim-1")] },
        ["a volume above"] = m => m with { Volumes = [Volume("nightly.0123456789ab", "../packs")] },
        ["a snapshot without a handle"] = m => m with { Volumes = [Volume(null, null) with { Snapshot = new("disk.csi.example.com", "") }] },
        ["a snapshot of less than nothing"] = m => m with { Volumes = [Volume(null, null) with { Snapshot = new("disk.csi.example.com", "h") { Bytes = -1 } }] },
        ["a claim twice"] = m => m with { Volumes = [Volume(null, null), Volume(null, null)] },
        ["a copy of nothing"] = m => m with { Volumes = [Volume(null, null) with { CopyOf = "other" }] },
        ["a copy of itself"] = m => m with { Volumes = [Volume(null, null) with { CopyOf = Volume(null, null).Claim }] },
        ["a volume that is null"] = m => m with { Volumes = [null!] },
        ["another number of objects"] = m => m with { Totals = m.Totals with { Objects = 1 } },
    };

    private static ArchivedClaim Volume(string? record, string? volume) =>
        new("shop", "data", ClaimState.Completed, null, record, volume, 1, 1);

    [Theory]
    [MemberData(nameof(DishonestManifests))]
    public async Task A_manifest_with_a_right_digest_and_wrong_content_is_damage(string lie)
    {
        await RewriteManifestAsync(Dishonest[lie]);

        await Assert.ThrowsAsync<ArchiveDamagedException>(() => ArchiveReader.OpenAsync(store, "nightly"));
    }

    [Fact]
    public void Manifests_of_any_bytes_are_refused_by_name()
    {
        var random = new Random(1);
        for (var i = 0; i < Campaign.Count(2_000, 200_000); i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            Assert.Throws<ArchiveDamagedException>(() => ManifestFile.Read("nightly", bytes));
        }
    }

    [Theory]
    [InlineData("{\n  \"formatVersion\": 1")]
    [InlineData("[")]
    [InlineData("{\n  \"formatVersion\": \"x\"")]
    [InlineData("{\n  \"formatVersion\": 1e999")]
    [InlineData("{\n  \"formatVersion\": 1, \"formatVersion\": 1")]
    [InlineData("null")]
    public void Manifests_with_a_right_digest_and_no_sense_are_refused_by_name(string body)
    {
        var hashed = Encoding.UTF8.GetBytes(body + ",\n  \"digest\": \"sha256:");
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(hashed) + Convert.ToHexStringLower(SHA256.HashData(hashed)) + "\"\n}\n");

        Assert.Throws<ArchiveDamagedException>(() => ManifestFile.Read("nightly", bytes));
    }

    [Fact]
    public void A_manifest_of_great_depth_is_refused_by_name()
    {
        var hashed = Encoding.UTF8.GetBytes("{\n  \"formatVersion\": 1, \"x\": " + new string('[', 100_000) + ",\n  \"digest\": \"sha256:");
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(hashed) + Convert.ToHexStringLower(SHA256.HashData(hashed)) + "\"\n}\n");

        Assert.Throws<ArchiveDamagedException>(() => ManifestFile.Read("nightly", bytes));
    }

    [Fact]
    public async Task Catalog_lists_what_it_can_and_says_what_it_can_not()
    {
        await TestBackup.CreateAsync(store, "alpha", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, "beta", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, "gamma", TestObject.Guestbook());
        var damaged = store.Snapshot()[ArchiveLayout.Manifest("beta")];
        damaged[100] ^= 1;
        store.Overwrite(ArchiveLayout.Manifest("beta"), damaged);
        store.Overwrite("catalog/backups/not a backup.txt", []);

        var listed = await new BackupCatalog(store).ListAsync().ToListAsync();

        Assert.Equal(["alpha", "beta", "gamma"], listed.Select(l => l.Name));
        Assert.Equal([true, false, true], listed.Select(l => l.Overview is not null));
        Assert.IsType<ArchiveDamagedException>(listed[1].Problem);
        Assert.Equal("gamma", (await new BackupCatalog(store).FindAsync("gamma"))!.Name);
        Assert.Null(await new BackupCatalog(store).FindAsync("delta"));
    }

    private async Task RewriteManifestAsync(Func<ArchiveManifest, ArchiveManifest> change)
    {
        var objects = TestObject.Guestbook();
        var manifest = await TestBackup.CreateAsync(store, "nightly", [.. objects.Take(4)], [.. objects.Skip(4)]);
        store.Overwrite(ArchiveLayout.Manifest("nightly"), ManifestFile.Serialize(change(manifest)));
    }
}
