using System.Text;
using Workflows.Core.Events;

namespace Workflows.Core.Tests.Events;

public sealed class EventReaderTests
{
    [Fact]
    public void A_CloudEvent_is_read()
    {
        var read = Assert.Single(Read("""
            {
              "specversion": "1.0", "id": "1", "source": "/clusters/green", "type": "workflows.clusterReady", "subject": "green",
              "time": "2026-11-22T06:00:00Z", "datacontenttype": "application/json", "data": { "cluster": { "name": "green", "nodes": 3 }, "ready": true }
            }
            """));

        Assert.Equal(
            ("1", "/clusters/green", "workflows.clusterReady", "green", "2026-11-22T06:00:00Z"), (read.Id, read.Source, read.Type, read.Subject, read.Time));
        Assert.Equal(("green", "3", "true"), (read.DataAt("cluster.name"), read.DataAt("cluster.nodes"), read.DataAt("ready")));
        Assert.Equal((null, null, null), (read.DataAt("cluster"), read.DataAt("cluster.name.first"), read.DataAt("nothing")));
    }

    [Fact]
    public void Events_of_Event_Grids_schema_come_in_lists()
    {
        var read = Read("""
            [
              {
                "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
                "subject": "/blobServices/default/containers/c/blobs/catalog/backups/nightly.json",
                "eventType": "Microsoft.Storage.BlobCreated", "id": "831e1650", "eventTime": "2026-11-22T06:00:00.1Z",
                "data": { "api": "PutBlockList", "blobType": "BlockBlob" }, "dataVersion": "", "metadataVersion": "1"
              },
              { "id": "2", "subject": "", "eventType": "Custom", "data": null }
            ]
            """);

        Assert.Equal(["Microsoft.Storage.BlobCreated", "Custom"], read.Select(each => each.Type));
        Assert.EndsWith("/storageAccounts/a", read[0].Source, StringComparison.Ordinal);
        Assert.Equal(("PutBlockList", "2026-11-22T06:00:00.1Z", ""), (read[0].DataAt("api"), read[0].Time, read[1].Source));
    }

    [Fact]
    public void Data_may_be_encoded_and_what_is_no_JSON_in_it_is_none()
    {
        var encoded = Convert.ToBase64String("""{"a":"b"}"""u8);

        Assert.Equal("b", Assert.Single(Read($$"""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"{{encoded}}"}""")).DataAt("a"));
        Assert.Null(Assert.Single(Read("""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"AAAA"}""")).Data);
    }

    [Fact]
    public void In_binary_mode_the_attributes_are_told_beside_the_data()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0", ["id"] = "1", ["source"] = "s", ["type"] = "t", ["subject"] = "green",
        };

        var read = EventReader.ReadBinary(attributes.GetValueOrDefault, """{"a":"b"}"""u8.ToArray());
        attributes.Remove("id");
        var wrong = Assert.Throws<EventFormatException>(() => EventReader.ReadBinary(attributes.GetValueOrDefault, default));

        Assert.Equal(("1", "s", "t", "green", "b"), (read.Id, read.Source, read.Type, read.Subject, read.DataAt("a")));
        Assert.Contains("ce-id", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("""{"specversion":"1.0","id":"1","id":"2","source":"s","type":"t"}""", "twice")]
    [InlineData("3", "no event")]
    [InlineData("{}", "no event")]
    [InlineData("[[]]", "Event 1 of 1 is no event")]
    [InlineData("""[{"specversion":"1.0","id":"1","source":"s","type":"t"},{"id":"1"}]""", "Event 2 of 2 is no event")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t"}""", "another version")]
    [InlineData("""{"specversion":1.0,"id":"1","source":"s","type":"t"}""", "specversion that is no text")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t"}""", "no source")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","type":"t"}""", "no id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"\ud800"}""", "type that is no text")]
    [InlineData("""{"eventType":"t","id":1}""", "id that is no text")]
    public void Garbage_is_refused_with_a_sentence(string text, string why)
    {
        var refused = Assert.Throws<EventFormatException>(() => Read(text));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        var long1 = $$"""{"specversion":"1.0","id":"{{new string('x', 2049)}}","source":"s","type":"t"}""";
        var many = "[" + string.Join(',', Enumerable.Repeat("""{"specversion":"1.0","id":"1","source":"s","type":"t"}""", EventReader.MostEvents + 1)) + "]";

        Assert.Contains("2048", Assert.Throws<EventFormatException>(() => Read(long1)).Message, StringComparison.Ordinal);
        Assert.Contains("1000", Assert.Throws<EventFormatException>(() => Read(many)).Message, StringComparison.Ordinal);
        Assert.Contains("bytes", Assert.Throws<EventFormatException>(() => EventReader.Read(new byte[EventReader.MostBytes + 1])).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ReceivedEvent> Read(string text) => EventReader.Read(Encoding.UTF8.GetBytes(text));
}
