using Workflows.Durable.Conformance;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Conformance;

public sealed class EngineActivityTests : ActivityConformance
{
    protected override IDurableHost CreateHost() => new EngineTestHost();
}
