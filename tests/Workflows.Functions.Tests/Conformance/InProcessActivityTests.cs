using Workflows.Durable.Conformance;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Functions.Tests.Conformance;

public sealed class InProcessActivityTests : ActivityConformance
{
    protected override IDurableHost CreateHost() => new InProcessHost();
}
