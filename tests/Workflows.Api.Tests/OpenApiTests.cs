using System.Text.Json;
using Workflows.Api.Tests.Harness;

namespace Workflows.Api.Tests;

public sealed class OpenApiTests : IAsyncLifetime
{
    private ApiHarness api = null!;
    private JsonElement document;

    public async Task InitializeAsync()
    {
        api = await ApiHarness.StartAsync();
        document = (await api.GetAsync("/openapi/v1.json")).Json;
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public void Every_route_is_in_it_and_nothing_else()
    {
        var described = from path in document.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        select $"{operation.Name.ToUpperInvariant()} {path.Name}";

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            api.Routes.Select(route => $"{route.Method} {route.Template.Path}").Order(StringComparer.Ordinal),
            described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_and_its_parameters()
    {
        var operations = Operations().ToArray();

        Assert.Equal(operations.Length, operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEqual("", operation.Value.GetProperty("summary").GetString());
            var declared = operation.Value.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!)
                : [];
            var inPath = operation.Path.Split('/').Where(s => s.StartsWith('{')).Select(s => s[1..^1]);
            Assert.Equal(inPath, declared);
        });
    }

    [Fact]
    public void What_is_public_says_so_and_all_else_tells_of_401()
    {
        string[] all = ["getHealth", "getReadiness", "allowEvents"];
        foreach (var (_, operation) in Operations())
        {
            var isPublic = operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
            Assert.Equal(all.Contains(operation.GetProperty("operationId").GetString()), isPublic);
            Assert.NotEqual(isPublic, operation.GetProperty("responses").TryGetProperty("401", out _));
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = References(document).Distinct().ToArray();

        Assert.Contains("#/components/schemas/BackupDocument", references);
        Assert.All(references, reference => Assert.True(
            document.GetProperty("components").GetProperty("schemas").TryGetProperty(reference["#/components/schemas/".Length..], out _)));
    }

    [Fact]
    public void The_fields_of_a_request_are_those_that_are_read()
    {
        var schema = document.GetProperty("paths").GetProperty("/v1/backups").GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");

        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(["name"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            ["applications", "context", "defaultVolumesToFsBackup", "hooks", "includeSecrets", "includeVolumeData", "keyId", "name", "oneRevision", "plan",
                "runHooks", "selection", "ttl", "volumeAction", "volumeGroupSnapshotLabelKey", "volumePolicies"],
            schema.GetProperty("properties").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field =>
            field.Name == "$ref" ? [field.Value.GetString()!] : References(field.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private IEnumerable<(string Path, JsonElement Value)> Operations() =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Value);
}
