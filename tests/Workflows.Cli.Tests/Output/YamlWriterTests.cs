using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Cli.Output;
using YamlDotNet.RepresentationModel;

namespace Workflows.Cli.Tests.Output;

public class YamlWriterTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("NO")]
    [InlineData("null")]
    [InlineData("1.0")]
    [InlineData("0x1f")]
    [InlineData("2026-05-04")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData(" padded ")]
    [InlineData("a: b")]
    [InlineData("- a")]
    [InlineData("*alias")]
    [InlineData("two\nlines")]
    public void A_string_that_yaml_would_read_as_something_else_is_quoted(string text)
    {
        var yaml = Write(new JsonObject { ["value"] = text });

        Assert.StartsWith("value: \"", yaml, StringComparison.Ordinal);
        Assert.Equal(text, ReadBack(yaml));
    }

    [Fact]
    public void Numbers_booleans_and_empty_collections_keep_their_types() =>
        Assert.Equal(
            "number: 12\nyes: true\nlist: []\nmap: {}\n",
            Write(new JsonObject { ["number"] = 12, ["yes"] = true, ["list"] = new JsonArray(), ["map"] = new JsonObject() })
                .Replace("\"yes\"", "yes", StringComparison.Ordinal));

    [Fact]
    public void Every_string_is_read_back_as_it_was() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            // YAML has no lone surrogates, and neither has UTF-8.
            var valid = string.Concat(text.Get.EnumerateRunes());
            return ReadBack(Write(new JsonObject { ["value"] = valid })) == valid;
        }).QuickCheckThrowOnFailure();

    private static string Write(JsonNode node)
    {
        using var output = new StringWriter { NewLine = "\n" };
        YamlWriter.Write(output, node);
        return output.ToString();
    }

    private static string? ReadBack(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return ((YamlScalarNode)((YamlMappingNode)stream.Documents[0].RootNode)["value"]).Value;
    }
}
