using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>Resources whose objects may be created at the same time, in any order.</summary>
/// <param name="Number">The place in the order, from 0.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Resources">
/// The resources, sorted; <see cref="WaveOrder.EverythingElse"/> among them stands for all that no wave names.
/// </param>
public sealed record Wave(int Number, string Name, IReadOnlyList<GroupResource> Resources);
