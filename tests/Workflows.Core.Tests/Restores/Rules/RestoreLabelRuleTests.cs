using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class RestoreLabelRuleTests
{
    private static readonly IRestoreRule Rule = new RestoreLabelRule();

    [Fact]
    public void Backup_and_restore_are_named() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"a","labels":{"x":"y","velero.io/backup-name":"older"}}}""",
        """{"metadata":{"name":"a","labels":{"x":"y","velero.io/backup-name":"nightly","velero.io/restore-name":"nightly-1"}}}""");

    [Fact]
    public void An_object_without_labels_gets_them() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"name":"a"}}""",
        """{"metadata":{"name":"a","labels":{"velero.io/backup-name":"nightly","velero.io/restore-name":"nightly-1"}}}""");
}
