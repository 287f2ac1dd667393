using Workflows.Core.Errors;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>Dependencies that wait for each other, so that none of them could be restored first.</summary>
/// <param name="cycle">Each resource needs the next; the first and the last are the same.</param>
public sealed class WaveCycleException(IReadOnlyList<GroupResource> cycle)
    : WorkflowsException(
        ErrorKind.Usage,
        $"The restore order has a cycle: {string.Join(" needs ", cycle.Select(Describe))}. "
        + "Remove the added dependency that closes it.")
{
    public IReadOnlyList<GroupResource> Cycle { get; } = cycle;

    private static string Describe(GroupResource resource) =>
        resource == WaveOrder.EverythingElse ? "everything else" : resource.ToString();
}
