using Workflows.Core.Applications;
using Workflows.Core.Hooks;

namespace Workflows.Cli.Hooks;

/// <summary>What is done for applications.</summary>
/// <param name="Rules">The hooks in their pods.</param>
/// <param name="Components">Those that say which claims are read, and which get the data of others.</param>
internal sealed record ApplicationPlan(IReadOnlyList<HookRule> Rules, IReadOnlyList<ProtectedComponent> Components)
{
    public static ApplicationPlan None { get; } = new([], []);
}
