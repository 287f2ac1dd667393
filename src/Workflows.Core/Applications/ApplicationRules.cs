using Workflows.Core.Hooks;

namespace Workflows.Core.Applications;

/// <summary>What is done for applications.</summary>
/// <param name="Hooks">The hooks in their pods.</param>
/// <param name="Components">Those that say which claims are read, and which get the data of others.</param>
public sealed record ApplicationRules(IReadOnlyList<HookRule> Hooks, IReadOnlyList<ProtectedComponent> Components)
{
    public static ApplicationRules None { get; } = new([], []);

    /// <summary>All of several, in their order.</summary>
    public static ApplicationRules Of(IEnumerable<ApplicationRules> several)
    {
        ApplicationRules[] all = [.. several];
        return new([.. all.SelectMany(one => one.Hooks)], [.. all.SelectMany(one => one.Components)]);
    }
}
