using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class AddedContainersTests
{
    private static readonly AddedContainers Added = AddedContainers.Of(
        Pod("""[{"name":"own"}]"""), Pod("""[{"name":"hook"},{"name":"own"}]"""));

    [Fact]
    public void A_restored_pod_is_held_against_the_archive_without_what_was_added() => AssertSame(
        Pod("""[{"name":"own"}]"""),
        Added.Without(Pod("""[{"name":"hook","imagePullPolicy":"IfNotPresent"},{"name":"own"}]""")));

    [Fact]
    public void Where_nothing_else_is_left_the_list_goes() => AssertSame(
        JsonNode.Parse("""{"spec":{}}""")!.AsObject(), Added.Without(Pod("""[{"name":"hook"}]""")));

    [Fact]
    public void A_pod_that_was_there_is_not_given_what_it_lacks_and_keeps_what_it_has()
    {
        var body = Pod("""[{"name":"hook"},{"name":"own"}]""");

        AssertSame(Pod("""[{"name":"own"}]"""), Added.AsFarAsIn(Pod("""[{"name":"own"}]"""), body));
        Assert.Same(body, Added.AsFarAsIn(Pod("""[{"name":"hook"}]"""), body));
    }

    [Fact]
    public void An_object_that_nothing_was_added_to_is_itself()
    {
        var other = Pod("""[{"name":"own"}]""");

        Assert.Same(other, AddedContainers.Of(other, other).Without(other));
        Assert.Same(other, AddedContainers.Of(other, null).Without(other));
    }

    private static JsonObject Pod(string initContainers) =>
        JsonNode.Parse($$$"""{"spec":{"initContainers":{{{initContainers}}}}}""")!.AsObject();

    private static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), actual.ToJsonString());
}
