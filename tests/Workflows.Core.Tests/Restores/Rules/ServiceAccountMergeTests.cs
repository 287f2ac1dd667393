using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceAccountMergeTests
{
    [Fact]
    public void What_is_missing_is_added_and_what_is_there_stays() =>
        TestJson.AssertEqual(
            """
            {"imagePullSecrets":[{"name":"live"},{"name":"registry"}],
             "metadata":{"labels":{"b":"2"},"annotations":{"n":"1"},"resourceVersion":"7"}}
            """,
            ServiceAccountMerge.PatchFor(
                TestJson.Object("""{"metadata":{"name":"default","resourceVersion":"7","labels":{"a":"live"}},"secrets":[{"name":"s"}],"imagePullSecrets":[{"name":"live"}]}"""),
                TestJson.Object("""{"metadata":{"name":"default","labels":{"a":"archived","b":"2"},"annotations":{"n":"1"}},"secrets":[{"name":"s"}],"imagePullSecrets":[{"name":"registry"},{"name":"live"}]}""")));

    [Fact]
    public void With_nothing_to_add_there_is_no_patch() =>
        Assert.Null(ServiceAccountMerge.PatchFor(
            TestJson.Object("""{"metadata":{"name":"default","labels":{"a":"1"}},"secrets":[{"name":"s"}]}"""),
            TestJson.Object("""{"metadata":{"name":"default","labels":{"a":"2"}},"secrets":[{"name":"s"}]}""")));
}
