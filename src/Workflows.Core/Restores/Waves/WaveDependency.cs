using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>One line of the order: a resource, and what must be there before it.</summary>
/// <param name="Resource">The resource; <see cref="WaveOrder.EverythingElse"/> stands for all that no line names.</param>
/// <param name="Needs">The resources whose objects are created in earlier waves.</param>
public sealed record WaveDependency(GroupResource Resource, IReadOnlyList<GroupResource> Needs);
