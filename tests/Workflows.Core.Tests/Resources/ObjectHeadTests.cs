using System.Text;
using Workflows.Core.Errors;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Resources;

public sealed class ObjectHeadTests
{
    [Fact]
    public void Read_gives_what_the_object_is()
    {
        var head = Read("""
            {"kind":"Pod","spec":{"metadata":{"name":"inner"},"apiVersion":"v9"},"metadata":{"annotations":{"name":"x"},
            "ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n","uid":"u0"},
              {"controller":true,"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"u1","blockOwnerDeletion":true}],
            "name":"web-1","namespace":"shop","uid":"u2","resourceVersion":"7","labels":{"app":"web","empty":"","null":null},
            "deletionTimestamp":"2026-01-01T00:00:00Z"},"apiVersion":"v1","status":[[[{}]]]}
            """);

        Assert.Equal(("v1", "Pod", "shop", "web-1", "u2", "7"), (head.ApiVersion, head.Kind, head.Namespace, head.Name, head.Uid, head.ResourceVersion));
        Assert.Equal(new ControllerOwner("apps/v1", "ReplicaSet", "rs", "u1"), head.Controller);
        Assert.Equal(["app=web", "empty=", "null="], head.Labels.Select(l => $"{l.Key}={l.Value}"));
        Assert.True(head.IsBeingDeleted);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","namespace":"","labels":null,"ownerReferences":null,"deletionTimestamp":null,"uid":null}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","ownerReferences":[]}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","ownerReferences":[{"kind":"X","controller":false}]}}""")]
    public void Read_takes_what_is_absent_as_absent(string json)
    {
        var head = Read(json);

        Assert.Null(head.Namespace);
        Assert.Null(head.Uid);
        Assert.Null(head.Controller);
        Assert.Empty(head.Labels);
        Assert.False(head.IsBeingDeleted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"apiVersion\":\"v1\"")]
    [InlineData("""{"apiVersion":"v1","kind":"Node"}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":null}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":[]}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":""}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":7}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"","metadata":{"name":"n"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}} x""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}{}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","kind":"Pod","metadata":{"name":"n"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"metadata":{"name":"m"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","name":"m"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"a":"1","a":"2"}}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"a":1}}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":[]}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","ownerReferences":{}}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","ownerReferences":[1]}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","ownerReferences":[{"controller":"yes"}]}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"spec":{"n":01}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"half \ud800 pair"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"\udc00":"x"}}}""")]
    public void Read_refuses_what_is_no_object_by_name(string json)
    {
        var error = Assert.Throws<MalformedObjectException>(() => Read(json));
        Assert.Equal(ErrorKind.Damaged, error.Kind);
    }

    [Fact]
    public void Read_refuses_invalid_utf8_wherever_it_is()
    {
        byte[] json = [.. """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"data":"""u8, (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'];
        Assert.Throws<MalformedObjectException>(() => ObjectHead.Read(json));
    }

    [Fact]
    public void Read_takes_any_depth_that_a_server_takes_and_no_more()
    {
        Assert.Equal("n", Read(Nested(9_000)).Name);
        Assert.Throws<MalformedObjectException>(() => Read(Nested(1_000_000)));
    }

    [Fact]
    public void Read_never_quotes_what_it_could_not_read()
    {
        var error = Assert.Throws<MalformedObjectException>(() => Read("""{"data":{"password": hunter2 }}"""));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("'h'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_any_bytes_gives_a_head_or_a_named_error()
    {
        var seed = Encoding.UTF8.GetBytes("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"n","namespace":"ns","labels":{"a":"b"},
            "ownerReferences":[{"controller":true,"kind":"K"}],"deletionTimestamp":null},"spec":{"x":[1,2.5e3,true,null,"\u00e9"]}}
            """);
        var random = new Random(11);
        for (var i = 0; i < (Campaign.IsFull ? 1_000_000 : 20_000); i++)
        {
            var json = seed.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                json[random.Next(json.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : seed[random.Next(seed.Length)];
            try
            {
                Assert.NotEmpty(ObjectHead.Read(json.AsSpan(0, random.Next(json.Length + 1))).Name);
            }
            catch (MalformedObjectException)
            {
                // The named error.
            }
        }
    }

    private static string Nested(int depth) =>
        """{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"x":""" + new string('[', depth) + new string(']', depth) + "}";

    private static ObjectHead Read(string json) => ObjectHead.Read(Encoding.UTF8.GetBytes(json));
}
