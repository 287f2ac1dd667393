using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Kubernetes.Lists;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Tests.Lists;

public class ListSlicerTests
{
    [Fact]
    public void Items_get_the_type_they_lack_and_are_else_untouched()
    {
        using var page = Page("""
            {"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{"resourceVersion":"7"},
             "items":[ {"metadata" : {"name":"a"} , "spec":{"x": 1.50e3}}, {} , { "kind":"K" },{"\u0061piVersion":"v9"}]}
            """);

        Assert.Equal(
            [
                """{"apiVersion":"apps/v1","kind":"Deployment","metadata" : {"name":"a"} , "spec":{"x": 1.50e3}}""",
                """{"apiVersion":"apps/v1","kind":"Deployment"}""",
                """{"apiVersion":"apps/v1", "kind":"K" }""",
                """{"kind":"Deployment","\u0061piVersion":"v9"}""",
            ],
            page.Items.Select(Written));
        Assert.All(page.Items, item => Assert.Equal(Written(item).Length, item.Length));
        Assert.Equal(("7", null, (long?)null), (page.ResourceVersion, page.Continue, page.RemainingItemCount));
    }

    [Fact]
    public void Types_inside_an_item_are_not_the_items_own()
    {
        using var page = Page("""
            {"metadata":{},"items":[{"spec":{"kind":"x","apiVersion":"y","items":[1],"metadata":{"continue":"z"}}}]}
            """);

        Assert.StartsWith("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",", Written(page.Items[0]), StringComparison.Ordinal);
        Assert.Null(page.Continue);
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_unknown_ones_are_passed_over()
    {
        using var page = Page("""
            {"zeta":[{"items":[1]}],"items":[{"a":1}],"metadata":{"x":{"continue":"no"},"remainingItemCount":12,"continue":"c","resourceVersion":"8"},"apiVersion":"v2"}
            """);

        Assert.Equal(("8", "c", 12L, "v2"), (page.ResourceVersion, page.Continue, page.RemainingItemCount, page.ApiVersion));
        Assert.Equal("""{"apiVersion":"v2","kind":"Deployment","a":1}""", Written(Assert.Single(page.Items)));
    }

    [Fact]
    public void Empty_continue_and_null_items_are_none()
    {
        using var page = Page("""{"items":null,"metadata":{"continue":"","resourceVersion":"1"}}""");

        Assert.Null(page.Continue);
        Assert.Equal(0, page.Count);
    }

    [Theory]
    [InlineData("", "cut short")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("\"x\"", "not a JSON object")]
    [InlineData("{}", "no items")]
    [InlineData("""{"kind":"Status","status":"Success"}""", "no items")]
    [InlineData("""{"items":{}}""", "not a list")]
    [InlineData("""{"items":[1]}""", "not an object")]
    [InlineData("""{"items":[[]]}""", "not an object")]
    [InlineData("""{"items":[],"items":[]}""", "items twice")]
    [InlineData("""{"items":[],"metadata":{},"metadata":{}}""", "metadata twice")]
    [InlineData("""{"items":[],"metadata":[]}""", "metadata is not an object")]
    [InlineData("""{"items":[],"metadata":{"resourceVersion":7}}""", "must be a string")]
    [InlineData("""{"items":[],"metadata":{"remainingItemCount":"7"}}""", "remainingItemCount")]
    [InlineData("""{"items":[],"metadata":{"remainingItemCount":99999999999999999999}}""", "remainingItemCount")]
    [InlineData("""{"items":[]} {"items":[]}""", "not valid JSON")]
    [InlineData("""{"items":[{"a":1}""", "cut short")]
    [InlineData("""{"items":[{"a":"b""", "cut short")]
    [InlineData("""{"items":[{"a":tru""", "cut short")]
    [InlineData("""{"items":[{"a":1,}]}""", "not valid JSON")]
    [InlineData("""{"items":[{"a":01}]}""", "not valid JSON")]
    [InlineData("""{"items":[{a:1}]}""", "not valid JSON")]
    [InlineData("""{"items":[NaN]}""", "not valid JSON")]
    public void What_is_no_list_is_named(string body, string problem)
    {
        var error = Assert.Throws<SlicerException>(() => ListSlicer.Slice(Encoding.UTF8.GetBytes(body)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(problem == "cut short", error.IsTruncated);
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    public void Bytes_that_are_not_UTF8_are_named_even_inside_a_string(byte[] bad)
    {
        byte[] body = [.. "{\"items\":[{\"a\":\""u8, .. bad, .. "\"}]}"u8];

        Assert.Throws<SlicerException>(() => ListSlicer.Slice(body));
    }

    [Fact]
    public void Nesting_is_followed_as_deep_as_a_server_can_send_it_and_no_deeper()
    {
        var deep = Encoding.UTF8.GetBytes($$"""{"items":[{{Nested(9_000)}}]}""");
        var deeper = Encoding.UTF8.GetBytes($$"""{"items":[{{Nested(1_000_000)}}]}""");

        Assert.Single(ListSlicer.Slice(deep).Items);
        var error = Assert.Throws<SlicerException>(() => ListSlicer.Slice(deeper));
        Assert.Contains("too deeply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_items_are_refused()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Repeat("{}", 2_000_001))}}]}""");

        var error = Assert.Throws<SlicerException>(() => ListSlicer.Slice(body));
        Assert.Contains("2000000 items", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_page_refuses_to_be_read()
    {
        var page = Page("""{"items":[{"a":1}]}""");
        var item = page.Items[0];
        page.Dispose();

        Assert.Throws<ObjectDisposedException>(() => page.Items);
        Assert.Throws<ObjectDisposedException>(() => item.ToObject());
        Assert.Throws<ObjectDisposedException>(() => item.Json.Span.Length);
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static ListPage Page(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented, 0);
        var body = new PooledBody(rented, bytes.Length);
        return new ListPage(body, ListSlicer.Slice(body.GetSpan()), "apps/v1", "Deployment");
    }

    private static string Written(ListItem item)
    {
        var text = Encoding.UTF8.GetString(item.ToObject().Json.Span);
        Assert.NotNull(JsonNode.Parse(text));
        return text;
    }
}
