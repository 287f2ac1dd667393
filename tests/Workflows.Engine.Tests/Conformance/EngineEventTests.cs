using Workflows.Durable.Conformance;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests.Conformance;

public sealed class EngineEventTests : EventConformance
{
    protected override IDurableHost CreateHost() => new EngineTestHost();
}
