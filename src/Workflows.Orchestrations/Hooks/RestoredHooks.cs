using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Hooks;

/// <summary>The hooks of a restore, by reference: what became of them lies in the store.</summary>
/// <param name="Plans">The looks that found pods.</param>
/// <param name="LastLook">The last look, which knows what did not come; null where there was none.</param>
public sealed record RestoredHooks(IReadOnlyList<HookPlan> Plans, string? LastLook)
{
    /// <summary>Why not all of them were come to; null where they were.</summary>
    public string? Failure { get; init; }
}
