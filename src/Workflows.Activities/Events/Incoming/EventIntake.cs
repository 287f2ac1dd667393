using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Core.Plans;
using Workflows.Durable;

namespace Workflows.Activities.Events.Incoming;

/// <summary>
/// Does what the declared rules say about events, whoever delivers them. Events may come twice, at once and in any order:
/// what a rule starts for an event has a name of its own, which can be had once.
/// </summary>
/// <param name="catalog">What is declared.</param>
/// <param name="specs">Makes of plans what orchestrations are given.</param>
/// <param name="client">The engine.</param>
/// <param name="stores">The stores that plans work on.</param>
public sealed class EventIntake(IResourceCatalog catalog, PlanSpecs specs, OrchestrationClient client, OpenStores stores)
{
    private readonly EventDeeds deeds = new(catalog, specs, client, stores);

    /// <summary>Reads events, CloudEvents 1.0 or of Event Grid's schema, one or a list, and does what rules say about each.</summary>
    /// <param name="body">The events, as JSON.</param>
    /// <param name="cancellationToken">Ends the call; what is left undone is done when the events come again.</param>
    /// <exception cref="EventFormatException">Something of it is no event. Nothing was done.</exception>
    /// <exception cref="WorkflowsException">The rules can't be listed.</exception>
    public Task<EventReport> AcceptAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AcceptAsync(EventReader.Read(body), cancellationToken);

    /// <summary>Does what rules say about events.</summary>
    /// <inheritdoc cref="AcceptAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<EventReport> AcceptAsync(IReadOnlyList<ReceivedEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var rules = new List<EventRuleResource>();
        var unreadable = new List<(string, string)>();
        await foreach (var listed in catalog.ListAsync(ResourceKind.EventRule, cancellationToken))
        {
            if (listed.Resource?.Resource is EventRuleResource rule)
            {
                rules.Add(rule);
            }
            else
            {
                unreadable.Add((listed.Name, listed.Problem!.Message));
            }
        }

        var results = new List<EventResult>();
        foreach (var received in events)
        {
            var done = new List<RuleResult>();
            foreach (var rule in rules.Where(rule => !rule.Paused && rule.Match.IsMatch(received)))
            {
                done.Add(await TryAsync(rule, received, cancellationToken));
            }

            results.Add(new EventResult(received, done));
        }

        return new EventReport(results, unreadable);
    }

    /// <summary>What one rule can't do keeps no other from its own.</summary>
    private async Task<RuleResult> TryAsync(EventRuleResource rule, ReceivedEvent received, CancellationToken cancellationToken)
    {
        try
        {
            return await deeds.DoAsync(rule, received, cancellationToken);
        }
        catch (WorkflowsException failed)
        {
            return new RuleResult(rule.Name, failed.IsTransient ? EventOutcome.TryAgain : EventOutcome.Refused) { Problem = failed.Message };
        }
    }
}
