using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Resources;

namespace Workflows.Archive.Tests;

public sealed class RoundTripTests
{
    private static readonly JsonSerializerOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Reader_gives_back_every_object_byte_for_byte()
    {
        var objects = TestObject.Guestbook();
        Assert.Null(await FirstDifferenceAsync([[.. objects.Take(3)], [], [.. objects.Skip(3)]]));
    }

    [Fact]
    public void Any_objects_in_any_parts_survive_the_round_trip()
    {
        var parts = Gen.ListOf(Gen.ListOf(Objects())).Select(lists => Distinct(lists));
        Prop.ForAll(parts.ToArbitrary(), given => FirstDifferenceAsync(given).GetAwaiter().GetResult() is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Campaign.Count(60, 3_000)).WithEndSize(20));
    }

    [Fact]
    public async Task Objects_of_every_size_around_blocks_and_members_survive()
    {
        int[] sizes = [0, 1, 511, 512, 513, 1023, 1024, 1025, 65_535, 1_048_000, 1_048_576, 1_049_000, 3_000_000];
        var objects = sizes.Select((size, i) => TestObject.ConfigMap("shop", $"size-{i}", new string('x', size))).ToList();
        Assert.Null(await FirstDifferenceAsync([objects, [.. objects.Select((o, i) => TestObject.ConfigMap("other", $"size-{i}"))]]));
    }

    private static async Task<string?> FirstDifferenceAsync(IReadOnlyList<IReadOnlyList<TestObject>> parts)
    {
        var store = new MemoryStore();
        await TestBackup.CreateAsync(store, "nightly", [.. parts]);
        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var index = await reader.ReadIndexAsync().ToListAsync();
        var read = await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).ToListAsync();
        var wanted = parts.SelectMany(p => p).ToList();
        if (index.Count != wanted.Count || read.Count != wanted.Count)
            return $"{index.Count} indexed and {read.Count} read of {wanted.Count}";

        for (var i = 0; i < wanted.Count; i++)
        {
            if (index[i].Key != wanted[i].Key || read[i].Location.ToKey() != wanted[i].Key || !read[i].Json.Span.SequenceEqual(wanted[i].Json))
                return wanted[i].Key.ToString();
        }

        return (await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems.Select(p => p.ToString()).FirstOrDefault();
    }

    private static Gen<TestObject> Objects() =>
        from resource in Gen.Elements("configmaps", "deployments.apps", "widgets.a-b.example.com")
        from ns in Gen.OneOf(Gen.Constant<string?>(null), Names().Select(n => (string?)n))
        from name in Names()
        from labels in Gen.ListOf(Texts().Zip(Texts()))
        from data in Texts()
        from isRaw in ArbMap.Default.GeneratorFor<bool>()
        select Create(resource, ns, name, labels, data, isRaw);

    private static TestObject Create(
        string resource, string? ns, string name, IEnumerable<(string Key, string Value)> labels, string data, bool isRaw)
    {
        var o = TestObject.Create(resource, "v1", "Thing", ns, name, json =>
        {
            json["metadata"]!["labels"] = new JsonObject(
                labels.DistinctBy(l => l.Key).Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
            json["data"] = data;
        });
        return isRaw ? o with { Json = Encoding.UTF8.GetBytes(JsonNode.Parse(o.Json)!.ToJsonString(Raw)) } : o;
    }

    /// <summary>Any text that JSON can carry: no half of a surrogate pair.</summary>
    private static Gen<string> Texts() => ArbMap.Default.GeneratorFor<string>().Where(t => t is not null && IsWhole(t));

    private static Gen<string> Names() => Gen.OneOf(
        Texts().Where(EntryPath.IsSafe),
        Gen.Choose(1, 253).Select(length => new string('n', length)),
        Gen.Elements("system:node", "a b", "日本語", "\u0001", "\\", "..a", "-", "ab:*?<>|", "x.json", "name\n"));

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static IReadOnlyList<IReadOnlyList<TestObject>> Distinct(IEnumerable<IEnumerable<TestObject>> lists)
    {
        var seen = new HashSet<ObjectKey>();
        return [.. lists.Select(list => list.Where(o => seen.Add(o.Key)).ToList())];
    }
}
