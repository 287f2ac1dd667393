using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Kubernetes.Lists;

namespace Workflows.Kubernetes.Tests.Lists;

public class ListSlicerProperties
{
    [Fact]
    public void Any_list_is_cut_into_exactly_its_items()
    {
        var seeds = ArbMap.Default.ArbFor<int>();
        Prop.ForAll(seeds, seed =>
        {
            var random = new Random(seed);
            var items = Enumerable.Range(0, random.Next(6)).Select(_ => (JsonNode)RandomJson.Object(random, 4)).ToArray();
            var list = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["resourceVersion"] = "5", ["other"] = RandomJson.Value(random, 2) },
                ["unknown"] = RandomJson.Value(random, 3),
            };
            list.Insert(random.Next(4), "items", new JsonArray([.. items.Select(item => item.DeepClone())]));
            var body = JsonSerializer.SerializeToUtf8Bytes(list, RandomJson.Style(random));

            var slices = ListSlicer.Slice(body);

            Assert.Equal("5", slices.ResourceVersion);
            Assert.Equal(items.Length, slices.Items.Count);
            for (var i = 0; i < items.Length; i++)
            {
                var slice = slices.Items[i];
                var text = Encoding.UTF8.GetString(body, slice.Start, slice.Length);
                Assert.True(JsonNode.DeepEquals(items[i], JsonNode.Parse(text)));
                Assert.Equal(items[i].AsObject().ContainsKey("kind"), slice.HasKind);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Campaign.Size(300, 20_000)));
    }

    [Fact]
    public void Any_damage_ends_in_a_named_error_or_in_a_list()
    {
        var random = new Random(20260101);
        var sound = Encoding.UTF8.GetBytes(
            """{"kind":"L","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"c","remainingItemCount":3},"items":[{"metadata":{"name":"é"},"a":[1,2.5e3,null,true]},{},{"kind":"\u0041"}]}""");
        var named = 0;
        for (var i = 0; i < Campaign.Size(20_000, 1_000_000); i++)
        {
            var body = Mutation.Of(sound, random);
            try
            {
                ListSlicer.Slice(body);
            }
            catch (SlicerException)
            {
                named++;
            }
        }

        Assert.True(named > 1000);
    }

    [Fact]
    public void Every_truncation_is_told_from_other_damage()
    {
        var sound = """{"metadata":{"resourceVersion":"1"},"items":[{"a":[1,-2.5e3,null,true,"é\n\u00e9"]},{}]}"""u8.ToArray();
        for (var length = 0; length < sound.Length; length++)
        {
            var error = Assert.Throws<SlicerException>(() => ListSlicer.Slice(sound.AsSpan(0, length)));
            Assert.True(error.IsTruncated, $"at {length}: {error.Message}");
        }
    }
}
