using Workflows.Core.Volumes;

namespace Workflows.Core.Hooks;

/// <summary>Pods that hooks hold still until the data of some claims is in the backup.</summary>
/// <param name="Pods">Their numbers in the plan of hooks.</param>
/// <param name="Claims">The last of the claims; what they are held for besides is moved before.</param>
public sealed record HookRelease(IReadOnlyList<int> Pods, IReadOnlyList<ClaimName> Claims);
