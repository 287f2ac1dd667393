using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Compression;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Tar;

namespace Workflows.Archive.Tests.Support;

/// <summary>
/// An archive made by somebody who knows the format and means ill: every hash and digest is right, whatever the
/// content. One part, one member.
/// </summary>
public sealed class ForgedArchive
{
    private readonly ArrayBufferWriter<byte> plain = new();
    private readonly List<IndexEntry> entries = [];

    /// <summary>Replaces the packed member; its stated sizes stay.</summary>
    public Func<byte[], byte[]> ChangePacked { get; set; } = packed => packed;

    /// <summary>Replaces the unpacked index.</summary>
    public Func<string, string> ChangeIndex { get; set; } = lines => lines;

    public Func<byte[], byte[]> ChangePlain { get; set; } = bytes => bytes;

    /// <summary>Adds an entry to the tar, and to the index under what may be another name.</summary>
    public ForgedArchive Add(TestObject o, string? tarPath = null, bool indexed = true, Func<IndexEntry, IndexEntry>? change = null)
    {
        var offset = TarEntryWriter.Append(plain, tarPath ?? EntryPath.Of(o.Key), TestBackup.Started, o.Json);
        if (!indexed)
            return this;
        var head = o.Archived.Head;
        var entry = new IndexEntry
        {
            Part = 0,
            Resource = o.Resource.ToString(),
            Namespace = head.Namespace,
            Name = head.Name,
            ApiVersion = head.ApiVersion,
            Kind = head.Kind,
            Uid = head.Uid,
            ResourceVersion = head.ResourceVersion,
            Labels = head.Labels,
            Controller = head.Controller,
            Sha256 = Hash(o.Json),
            MemberOffset = 0,
            MemberLength = 0,
            MemberPlainLength = 0,
            JsonOffset = offset,
            JsonLength = o.Json.Length,
        };
        entries.Add(change is null ? entry : change(entry));
        return this;
    }

    public async Task<MemoryStore> BuildAsync()
    {
        // A real backup of nothing gives the frame; its manifest is then filled.
        var store = new MemoryStore();
        var manifest = await TestBackup.CreateAsync(store, "forged", [TestObject.ConfigMap("x", "x")]);
        var tarball = store.Snapshot()[manifest.Archive.Path];
        var (header, trailer) = (manifest.Archive.Header, manifest.Archive.Trailer);

        var unpacked = ChangePlain(plain.WrittenSpan.ToArray());
        var packed = ChangePacked(GzipMember.Pack(unpacked));
        var lines = string.Concat(entries.Select(e => JsonSerializer.Serialize(
            e with { MemberLength = packed.Length, MemberPlainLength = unpacked.Length }, ArchiveJson.Line) + "\n"));
        var index = GzipMember.Pack(Encoding.UTF8.GetBytes(ChangeIndex(lines)));

        byte[] forged = [.. tarball[..(int)header.Length], .. packed, .. tarball[(int)trailer.Offset..]];
        store.Overwrite(manifest.Archive.Path, forged);
        store.Overwrite(manifest.Index.Path, index);
        var segment = new ArchiveSegment(
            0, "x", header.Length, packed.Length, Hash(packed), unpacked.Length, entries.Count, 0, index.Length, Hash(index));
        store.Overwrite(ArchiveLayout.Manifest("forged"), ManifestFile.Serialize(manifest with
        {
            Archive = manifest.Archive with
            {
                Length = forged.Length,
                Segments = [segment],
                Trailer = trailer with { Offset = header.Length + packed.Length },
            },
            Index = manifest.Index with { Length = index.Length, Sha256 = Hash(index) },
            Totals = new ArchiveTotals(entries.Count, unpacked.Length, Totals()),
        }));
        return store;
    }

    private List<ResourceTotal> Totals() =>
    [
        .. entries.GroupBy(e => e.Resource).Select(g => new ResourceTotal(g.Key, g.Count(), g.Sum(e => (long)e.JsonLength))),
    ];

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
