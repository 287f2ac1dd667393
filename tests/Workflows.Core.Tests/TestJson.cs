using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests;

/// <summary>Objects written as JSON in tests.</summary>
internal static class TestJson
{
    public static JsonObject Object(string json) => ManifestJson.Parse(Encoding.UTF8.GetBytes(json), "the test's object");

    /// <summary>Whether two values hold the same, in whatever order their members stand.</summary>
    public static void AssertEqual(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        Assert.True(
            JsonNode.DeepEquals(wanted, actual),
            $"Expected:\n{wanted?.ToJsonString()}\nActual:\n{actual?.ToJsonString()}");
    }
}
