using System.Text;
using Workflows.Core.Errors;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ManifestJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"m\":{\"a\":1,\"a\":2}}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public void What_is_not_one_sound_object_is_damaged(string json) => AssertDamaged(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Bytes_that_are_no_utf8_are_damaged() => AssertDamaged([.. "{\"a\":\""u8, 0xff, .. "\"}"u8]);

    [Fact]
    public void Nesting_without_end_is_damaged() =>
        AssertDamaged(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));

    [Fact]
    public void The_message_does_not_quote_what_was_read()
    {
        var error = Assert.Throws<WorkflowsException>(() => ManifestJson.Parse("{\"password\":hunter2}"u8, "secrets/shop/db"));

        Assert.DoesNotContain("hunter", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("secrets/shop/db is not a JSON object", error.Message, StringComparison.Ordinal);
    }

    private static void AssertDamaged(byte[] utf8) =>
        Assert.Equal(ErrorKind.Damaged, Assert.Throws<WorkflowsException>(() => ManifestJson.Parse(utf8, "x")).Kind);
}
