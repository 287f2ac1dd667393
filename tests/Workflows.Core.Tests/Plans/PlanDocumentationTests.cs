using System.Runtime.CompilerServices;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans;

public sealed class PlanDocumentationTests
{
    [Fact]
    public void What_the_documentation_shows_can_be_read()
    {
        var examples = File.ReadAllText(Documentation()).Split("```yaml\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]);

        var resources = examples.SelectMany(example => PlanReader.Read(example, "docs/plans.md")).ToArray();

        Assert.Equal(ResourceKind.All.Count, resources.Select(resource => resource.GetType()).Distinct().Count());
    }

    private static string Documentation([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "plans.md");
}
