using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class MetadataRuleTests
{
    private static readonly IRestoreRule Rule = new MetadataRule();

    [Fact]
    public void What_the_server_wrote_goes_and_what_users_wrote_stays() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"a","namespace":"b","generateName":"a-","selfLink":"/x","uid":"u","resourceVersion":"1","generation":2,"creationTimestamp":"t","deletionTimestamp":"t","deletionGracePeriodSeconds":3,"ownerReferences":[{}],"managedFields":[{}],"labels":{"l":"1"},"annotations":{"a":"1"},"finalizers":["f"],"new":true}}""",
        """{"metadata":{"name":"a","namespace":"b","labels":{"l":"1"},"annotations":{"a":"1"},"finalizers":["f"],"new":true}}""");
}
