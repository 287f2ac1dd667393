using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

/// <summary>Whose an object is that a restore meets; the managers as real servers write them.</summary>
public sealed class RestoreOriginsTests
{
    private const string Label = "\"f:labels\": { \"f:velero.io/restore-name\": {} }";

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "labels": { "velero.io/restore-name": "another" } }""")]
    [InlineData("""{ "labels": { "velero.io/restore-name": 7 } }""")]
    [InlineData("""{ "labels": "first" }""")]
    [InlineData("""[]""")]
    public void An_object_without_the_label_of_this_restore_is_foreign(string metadata) =>
        Assert.Equal(RestoreOrigin.Foreign, Of(metadata));

    [Fact]
    public void An_object_whose_label_came_with_its_creation_was_created() =>
        Assert.Equal(RestoreOrigin.Created, Managed(
            $$"""{ "manager": "workflows", "operation": "Update", "fieldsV1": { "f:metadata": { {{Label}} } } }""",
            """{ "manager": "workflows-update", "operation": "Update", "fieldsV1": { "f:data": {} } }"""));

    [Fact]
    public void An_object_that_got_its_label_later_was_updated() =>
        Assert.Equal(RestoreOrigin.Updated, Managed(
            """{ "manager": "workflows", "operation": "Update", "fieldsV1": { "f:data": {} } }""",
            $$"""{ "manager": "workflows-update", "operation": "Update", "fieldsV1": { "f:metadata": { {{Label}} } } }"""));

    [Theory]
    [InlineData("")]
    [InlineData("7, null, [], {}")]
    [InlineData("""{ "manager": "workflows-update" }""")]
    [InlineData("""{ "manager": "workflows-update", "fieldsV1": { "f:metadata": { "f:labels": ["f:velero.io/restore-name"] } } }""")]
    public void Where_no_manager_says_otherwise_it_was_created(string managers) =>
        Assert.Equal(RestoreOrigin.Created, Managed(managers));

    [Fact]
    public void Only_a_server_that_says_so_makes_a_creation_sure()
    {
        var created = $$"""{ "manager": "workflows", "operation": "Update", "fieldsV1": { "f:metadata": { {{Label}} } } }""";
        var updated = $$"""{ "manager": "workflows-update", "operation": "Update", "fieldsV1": { "f:metadata": { {{Label}} } } }""";

        Assert.True(RestoreOrigins.IsSurelyCreatedBy("first", Live(MetadataOf(created))));
        Assert.False(RestoreOrigins.IsSurelyCreatedBy("second", Live(MetadataOf(created))));
        Assert.False(RestoreOrigins.IsSurelyCreatedBy("first", Live(MetadataOf(updated))));
        Assert.False(RestoreOrigins.IsSurelyCreatedBy("first", Live(MetadataOf())));
    }

    private static RestoreOrigin Managed(params string[] managers) => Of(MetadataOf(managers));

    private static string MetadataOf(params string[] managers) =>
        $$"""
        { "labels": { "velero.io/restore-name": "first" }, "managedFields": [{{string.Join(", ", managers)}}] }
        """;

    private static JsonObject Live(string metadata) => new() { ["metadata"] = JsonNode.Parse(metadata) };

    private static RestoreOrigin Of(string metadata) => RestoreOrigins.Of(
        JsonNode.Parse("""{ "metadata": { "labels": { "velero.io/restore-name": "first" } } }""")!.AsObject(),
        Live(metadata));
}
