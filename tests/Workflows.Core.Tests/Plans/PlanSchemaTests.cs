using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans;

/// <summary>The published schema says what the reader does.</summary>
public sealed class PlanSchemaTests
{
    public static TheoryData<string> Kinds => [.. Schemas.Keys];

    private static Dictionary<string, JsonObject> Schemas =>
        JsonNode.Parse(PlanSchema.Text)!["oneOf"]!.AsArray().ToDictionary(kind => (string)kind!["title"]!, kind => kind!.AsObject());

    [Fact]
    public void The_published_file_is_what_the_reader_says()
    {
        var file = PublishedFile();
        if (Environment.GetEnvironmentVariable("WORKFLOWS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, PlanSchema.Text);
        }

        Assert.Equal(File.ReadAllText(file), PlanSchema.Text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_field_that_the_schema_lacks_is_refused_by_the_reader_wherever_it_stands(string kind) =>
        Assert.All(Places(Schemas[kind], []), place =>
        {
            var document = Sample(Schemas[kind]).AsObject();
            At(document, place)["unheardOf"] = "x";

            Assert.Contains(Problems(document), problem => problem.Field.EndsWith("unheardOf", StringComparison.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_of_the_schema_is_known_to_the_reader(string kind) =>
        Assert.DoesNotContain(Problems(Sample(Schemas[kind])), problem =>
            problem.Text.StartsWith("There is no such field", StringComparison.Ordinal)
            || problem.Text.EndsWith("is expected here.", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_another_type_than_the_schemas_is_refused_at_its_field(string kind) =>
        Assert.All(Places(Schemas[kind], []), place =>
        {
            foreach (var name in At(Sample(Schemas[kind]).AsObject(), place).Select(field => field.Key))
            {
                var document = Sample(Schemas[kind]).AsObject();
                var parent = At(document, place);
                parent[name] = parent[name] is JsonObject ? new JsonArray() : new JsonObject { ["a"] = new JsonArray() };

                Assert.Contains(Problems(document), problem => problem.Field.EndsWith(name, StringComparison.Ordinal));
            }
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_required_field_that_is_missing_is_told(string kind) =>
        Assert.All(Places(Schemas[kind], []), place =>
        {
            foreach (var name in SchemaAt(Schemas[kind], place)["required"]?.AsArray().Select(item => (string)item!) ?? [])
            {
                var document = Sample(Schemas[kind]).AsObject();
                At(document, place).Remove(name);

                Assert.Contains(Problems(document), problem => problem.Field.EndsWith(name, StringComparison.Ordinal));
            }
        });

    /// <summary>Where objects with fields are: each a path of names, through the first item of lists.</summary>
    private static IEnumerable<string[]> Places(JsonObject schema, string[] path)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return schema["items"] is JsonObject items ? Places(items, path) : [];
        }

        return properties.SelectMany(field => Places(field.Value!.AsObject(), [.. path, field.Key])).Prepend(path);
    }

    private static JsonObject SchemaAt(JsonObject schema, string[] path) =>
        path.Aggregate(schema, (at, name) => at["properties"]![name] is { } field && field["items"] is JsonObject items ? items : at["properties"]![name]!.AsObject());

    private static JsonObject At(JsonObject document, string[] path) =>
        path.Aggregate(document, (at, name) => at[name] is JsonArray list ? list[0]!.AsObject() : at[name]!.AsObject());

    /// <summary>A document with every field that a schema has, each with some value of its type.</summary>
    private static JsonNode Sample(JsonObject schema) => schema switch
    {
        _ when schema["const"] is { } only => only.DeepClone(),
        _ when schema["enum"] is JsonArray words => words[0]!.DeepClone(),
        _ when schema["properties"] is JsonObject properties =>
            new JsonObject(properties.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Sample(field.Value!.AsObject())))),
        _ => (string?)schema["type"] switch
        {
            "integer" => schema["minimum"]!.DeepClone(),
            "boolean" => true,
            "array" => new JsonArray(Sample(schema["items"]!.AsObject())),
            "object" => new JsonObject { ["a"] = "x" },
            _ => "x",
        },
    };

    private static IReadOnlyList<PlanProblem> Problems(JsonNode document)
    {
        try
        {
            PlanReader.Read(document.ToJsonString(), "sample");
            return [];
        }
        catch (PlanException wrong)
        {
            return wrong.Problems;
        }
    }

    private static string PublishedFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "schemas", "workflows-v1.json");
}
