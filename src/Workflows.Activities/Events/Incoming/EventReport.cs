using Workflows.Core.Events;

namespace Workflows.Activities.Events.Incoming;

/// <summary>What was done about events.</summary>
/// <param name="Events">Each event, in order, with what the rules did.</param>
/// <param name="Unreadable">Rules that can't be read and did nothing, each with the reason.</param>
public sealed record EventReport(IReadOnlyList<EventResult> Events, IReadOnlyList<(string Rule, string Problem)> Unreadable)
{
    /// <summary>
    /// Why the events must be sent again, as a sentence: something does not answer now. What is done is not done twice. Null
    /// when all is done that can be.
    /// </summary>
    public string? TryAgain => Events
        .SelectMany(each => each.Rules)
        .FirstOrDefault(rule => rule.Outcome is EventOutcome.TryAgain)
        ?.Problem;
}

/// <summary>What was done about an event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Rules">The rules that it matches, by name.</param>
public sealed record EventResult(ReceivedEvent Event, IReadOnlyList<RuleResult> Rules);

/// <summary>What a rule did about an event.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record RuleResult(string Rule, EventOutcome Outcome)
{
    /// <summary>The instances that were started, or that got the event.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>Why nothing was done, as a sentence; null where something was.</summary>
    public string? Problem { get; init; }
}

/// <summary>What became of an event by a rule.</summary>
public enum EventOutcome
{
    /// <summary>An instance was started.</summary>
    Started,

    /// <summary>Instances got it.</summary>
    Raised,

    /// <summary>It was here before: nothing was done again.</summary>
    DoneBefore,

    /// <summary>Nothing can be done about it, now or later.</summary>
    Refused,

    /// <summary>Something does not answer: it must be sent again.</summary>
    TryAgain,
}
