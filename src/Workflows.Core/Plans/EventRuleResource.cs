using Workflows.Core.Events;

namespace Workflows.Core.Plans;

/// <summary><c>kind: EventRule</c>: what is done when something happens elsewhere.</summary>
public sealed record EventRuleResource : PlanResource
{
    public string? Description { get; init; }

    /// <summary>Which events it is about.</summary>
    public required EventMatch Match { get; init; }

    /// <summary>What is done about each; null only where the rule could not be read.</summary>
    public required EventAction? Action { get; init; }

    /// <summary>Whether nothing is done. What happens meanwhile is not made up for.</summary>
    public bool Paused { get; init; }
}
