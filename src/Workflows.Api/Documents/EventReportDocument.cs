using Workflows.Activities.Events.Incoming;

namespace Workflows.Api.Documents;

/// <summary>What was done about events that came.</summary>
/// <param name="Events">Each event, in its order.</param>
public sealed record EventReportDocument(IReadOnlyList<EventResultDocument> Events)
{
    /// <summary>Rules that can't be read and did nothing; absent for none.</summary>
    public IReadOnlyList<UnreadableRuleDocument>? Unreadable { get; init; }

    /// <summary>In answer to Event Grid's validation event: its code. Absent else.</summary>
    public string? ValidationResponse { get; init; }

    public static EventReportDocument Of(EventReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        UnreadableRuleDocument[] unreadable = [.. report.Unreadable.Select(each => new UnreadableRuleDocument(each.Rule, each.Problem))];
        return new EventReportDocument([.. report.Events.Select(EventResultDocument.Of)])
        {
            Unreadable = unreadable.Length == 0 ? null : unreadable,
        };
    }
}

/// <param name="Id">The event's id.</param>
/// <param name="Source">The event's source.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Rules">What the rules did that it matches, by name.</param>
public sealed record EventResultDocument(string Id, string Source, string Type, IReadOnlyList<RuleResultDocument> Rules)
{
    public static EventResultDocument Of(EventResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(
            result.Event.Id,
            result.Event.Source,
            result.Event.Type,
            [.. result.Rules.Select(rule => new RuleResultDocument(rule.Rule, rule.Outcome, rule.Instances) { Problem = rule.Problem })]);
    }
}

/// <param name="Rule">The rule's name.</param>
/// <param name="Outcome">
/// <c>Started</c>: an instance was. <c>Raised</c>: instances got the event. <c>DoneBefore</c>: the event was here before.
/// <c>Refused</c>: nothing can be done about it.
/// </param>
/// <param name="Instances">The instances that were started, or that got the event.</param>
public sealed record RuleResultDocument(string Rule, EventOutcome Outcome, IReadOnlyList<string> Instances)
{
    /// <summary>Why nothing was done, as a sentence.</summary>
    public string? Problem { get; init; }
}

/// <param name="Rule">The rule's name.</param>
/// <param name="Message">Why it can't be read.</param>
public sealed record UnreadableRuleDocument(string Rule, string Message);
