using Workflows.Durable.Conformance;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Functions.Tests.Conformance;

public sealed class InProcessContinueAsNewTests : ContinueAsNewConformance
{
    protected override IDurableHost CreateHost() => new InProcessHost();

    [Fact(Skip = "The test host (0.2.3) keeps activities under way by instance and task number, whichever run they are "
        + "of: it takes the old run's answer for the new one's, and the new one's is lost. Its real host keeps them apart.")]
    public override Task Answers_to_the_run_before_do_not_reach_the_new_one() =>
        base.Answers_to_the_run_before_do_not_reach_the_new_one();
}
